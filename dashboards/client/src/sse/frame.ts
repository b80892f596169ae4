import type { FeedSignal } from '../transport.ts';
import type { SseItem } from './sse-parser.ts';

/** Gives a frame of the stream its meaning in the feed; nothing for what only shows life or cannot be read. */
export function readFrame(item: SseItem): FeedSignal[] {
  switch (item.kind) {
    case 'comment':
      return [];
    case 'retry':
      return [{ kind: 'retry', milliseconds: item.milliseconds }];
    case 'position':
      return [{ kind: 'position', position: item.id }];
    case 'event':
      // The id of a block before is that of another event: what has none of its own has no place in the log.
      return readEvent(item.event, item.data, item.hasOwnId ? item.id : '');
  }
}

function readEvent(name: string, data: string, id: string): FeedSignal[] {
  const body = parseObject(data);
  if (body === undefined) return id === '' ? [] : [{ kind: 'position', position: id }];
  if (name.startsWith('livefeed.')) return readOwn(name, body, id);
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

/** Names that begin with `livefeed.` are the service's own. One that a later service adds is passed over. */
function readOwn(name: string, body: Record<string, unknown>, id: string): FeedSignal[] {
  switch (name) {
    case 'livefeed.connected': {
      const position = id === '' ? text(body['position']) : id;
      const heartbeat = readHeartbeat(body['heartbeat']);
      return [
        { kind: 'connected', clientId: text(body['clientId']), position, resumed: body['resumed'] === true, ...heartbeat },
      ];
    }
    case 'livefeed.gap': {
      const gap = { after: text(body['after']), before: text(body['before']), reason: text(body['reason']) };
      return [{ kind: 'gap', gap }];
    }
    case 'livefeed.subscribed': {
      const topics = Array.isArray(body['topics']) ? body['topics'].filter((one) => typeof one === 'string') : [];
      return [{ kind: 'subscribed', topics, position: text(body['position']) }];
    }
    case 'livefeed.expiring': {
      const expires = Date.parse(text(body['expires']));
      return Number.isNaN(expires) ? [] : [{ kind: 'expiring', expires }];
    }
    case 'livefeed.closing':
      return [{ kind: 'closing', reason: text(body['reason']), reconnect: body['reconnect'] !== false }];
    default:
      return [];
  }
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

function parseObject(data: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const readHeartbeat = (value: unknown): { heartbeat?: number } =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? { heartbeat: value } : {};

function readTime(value: unknown): number {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? Date.now() : time;
}
