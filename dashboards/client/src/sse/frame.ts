import { parseObject, readNotice, readTime, text } from '../connection/notices.ts';
import type { FeedSignal } from '../transport.ts';
import type { SseItem } from './sse-parser.ts';

/** Names that begin so are the service's own. */
const own = 'livefeed.';

/** Gives a frame of the stream its meaning in the feed; nothing for what cannot be read. */
export function readFrame(item: SseItem): FeedSignal[] {
  return item.kind === 'event' ? readEvent(item.event, item.data, item.id ?? '') : [item];
}

function readEvent(name: string, data: string, id: string): FeedSignal[] {
  const body = parseObject(data);
  if (body === undefined) return id === '' ? [] : [{ kind: 'position', position: id }];
  if (name.startsWith(own)) return readNotice(name.slice(own.length), body);
  return [
    {
      kind: 'event',
      event: {
        ...readPosition(body['position'], id),
        topic: text(body['topic']),
        event: name,
        time: readTime(body['time']),
        data: body['data'],
        source: dataOf(data),
      },
    },
  ];
}

/** What has a position and no id was missed by topics that were added to the open stream. What has neither is not kept. */
function readPosition(position: unknown, id: string): { position?: string; isBackfill?: true } {
  if (id !== '') return { position: id };
  return typeof position === 'string' && position !== '' ? { position, isBackfill: true } : {};
}

/** The envelope's last member as it stands. No text before it holds these characters: there, a quote is escaped. */
function dataOf(envelope: string): string {
  return envelope.slice(envelope.indexOf(',"data":') + 8, -1);
}
