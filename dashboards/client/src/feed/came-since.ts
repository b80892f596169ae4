import { answerWithin } from '../connection/answer-within.ts';
import type { Link } from '../link.ts';
import { ask } from '../queries/ask.ts';
import { askingOf } from '../queries/asking-of.ts';

/** Events of one answer. */
const page = 1_000;

interface HistoryAnswer {
  readonly events: readonly unknown[];
  readonly next?: string;
}

/** Whether so many events of a topic or pattern came after a position. It throws as `ask` does. */
export async function cameSince(link: Link, topic: string, position: string, count: number): Promise<boolean> {
  const asking = askingOf(link, '/history');
  let after = position;
  for (let left = count; left > 0; ) {
    const query = new URLSearchParams({ topic, after, limit: `${Math.min(left, page)}` });
    const signal = AbortSignal.any([link.closed, AbortSignal.timeout(answerWithin)]);
    // An answer may have fewer than it was asked for.
    const { events, next } = (await ask<HistoryAnswer>('/history', query, { ...asking, signal })).body;
    if (events.length === 0) return false;
    left -= events.length;
    after = next ?? after;
  }
  return true;
}
