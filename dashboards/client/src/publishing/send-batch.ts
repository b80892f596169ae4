import type { Link } from '../link.ts';
import { readJson } from '../queries/json-answer.ts';
import { isPageHidden } from '../sharing/page-life.ts';
import type { Answer } from '../transport.ts';
import type { QueuedEvent } from './queued-event.ts';

/** An answer that does not come within this time does not come. */
const answerWithin = 30_000;
/** Bytes that a browser still sends when its page goes: 64 KiB, with what else is on its way. */
export const maxKeptAlive = 60_000;

/**
 * Publishes all events of a batch, or none. It throws a `Refusal` when the service says no, and anything else when no answer
 * comes.
 */
export async function sendBatch(link: Link, batch: readonly QueuedEvent[], byPost: boolean): Promise<Answer> {
  const tooLong = new AbortController();
  const abort = () => tooLong.abort();
  const timer = setTimeout(abort, answerWithin);
  link.closed.addEventListener('abort', abort);
  try {
    if (link.transport === 'websocket' && !byPost) {
      const events = batch.map(({ json }): unknown => JSON.parse(json));
      return await link.request({ type: 'publish', events }, tooLong.signal);
    }
    return await postBatch(link, batch, isPageHidden(), tooLong.signal);
  } finally {
    clearTimeout(timer);
    link.closed.removeEventListener('abort', abort);
  }
}

/** By a request. `outlives`: it is finished also when the page goes, unless it is too large for that. */
export async function postBatch(
  link: Link,
  batch: readonly QueuedEvent[],
  outlives: boolean,
  signal: AbortSignal | null = null,
): Promise<Answer> {
  const bytes = batch.reduce((sum, event) => sum + event.bytes, 0);
  const response = await link.fetch(`${link.root}/events`, {
    method: 'POST',
    headers: await link.authorize(new Headers({ 'Content-Type': 'application/json' })),
    body: `[${batch.map(({ json }) => json).join(',')}]`,
    cache: 'no-store',
    keepalive: outlives && bytes <= maxKeptAlive,
    signal,
  });
  return readJson<Answer>(response);
}
