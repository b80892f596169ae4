import type { Link } from '../link.ts';
import { readJson } from '../queries/json-answer.ts';

/** An answer that does not come within this time does not come. */
const answerWithin = 10_000;
/** Events of one answer. */
const page = 1_000;

/** Whether so many events of a topic or pattern came after a position. */
export async function cameSince(link: Link, topic: string, position: string, count: number): Promise<boolean> {
  let after = position;
  for (let left = count; left > 0; ) {
    const query = new URLSearchParams({ topic, after, limit: `${Math.min(left, page)}` });
    const response = await link.fetch(`${link.root}/history?${query}`, {
      headers: await link.authorize(new Headers({ Accept: 'application/json' })),
      cache: 'no-store',
      signal: AbortSignal.any([link.closed, AbortSignal.timeout(answerWithin)]),
    });
    // An answer may have fewer than it was asked for.
    const { events, next } = await readJson<{ readonly events: readonly unknown[]; readonly next?: string }>(response);
    if (events.length === 0) return false;
    left -= events.length;
    after = next ?? after;
  }
  return true;
}
