import { type FeedEvent, readHistory } from '@livefeed/client';
import { toTimeSpan } from '../board/time-span.ts';
import type { FeedClock } from './feed-clock.ts';

/** Events a page of history: few requests for a usual board, and no answer of tens of megabytes. */
const pageSize = 10_000;

/** Topics that one question to history names: well inside the service's limit, and a short enough address. */
export const mostNamedTopics = 40;

/** Reads the board's window from the log, event by event, and returns the position at which the stream goes on. */
export async function fillWindow(
  topics: readonly string[],
  window: number,
  clock: FeedClock,
  onEvent: (event: FeedEvent) => void,
): Promise<string | undefined> {
  // History without a topic is all of it.
  if (topics.length === 0) return undefined;
  let next: string | undefined;
  for await (const page of readHistory({ topics, since: toTimeSpan(window), limit: pageSize })) {
    // The header is cut to the second, so the service's clock showed at least this.
    if (page.servedAt !== undefined) clock.observe(page.servedAt);
    page.events.forEach(onEvent);
    next = page.next ?? next;
  }
  return next;
}
