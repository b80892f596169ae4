import type { FeedEvent, FeedGap } from '@livefeed/client/engine';
import { type HistoryPage, type HistoryRequest, readHistory, readNewest } from '@livefeed/client/queries';

import { defaultWindow, pageSize } from '../history/resolution.ts';

/**
 * Milliseconds. Where the answer is full a shorter time is read: history begins with the oldest, and the newest are wanted.
 */
const looks = [defaultWindow, 30_000, 3_000];

/**
 * The last minutes of topics or patterns before their newest event, which may be hours old. Undefined where more events came
 * than a page can read: new ones show soon.
 */
export async function readRecent(
  topics: readonly string[],
  newest: number,
  signal: AbortSignal,
): Promise<HistoryPage | undefined> {
  // History without a topic is all of it.
  if (topics.length === 0) return undefined;
  for (const look of looks) {
    const page = await readAll({ topics, since: timeText(newest - look), limit: pageSize, signal });
    if (page !== undefined) return page;
  }
  return undefined;
}

/** All pages as one; nothing where they have more than one page's events. */
async function readAll(request: HistoryRequest): Promise<HistoryPage | undefined> {
  const events: FeedEvent[] = [];
  let last: HistoryPage | undefined;
  let gap: FeedGap | undefined;
  for await (const page of readHistory(request)) {
    events.push(...page.events);
    if (events.length >= pageSize) return undefined;
    gap ??= page.gap;
    last = page;
  }
  return last === undefined ? undefined : { ...last, events, gap };
}

/** A topic's newest event. */
export async function readLast(topic: string): Promise<FeedEvent | undefined> {
  for await (const { events } of readNewest({ topics: [topic], count: 1 })) if (events.length > 0) return events.at(-1);
  return undefined;
}

const timeText = (time: number) => new Date(time).toISOString();
