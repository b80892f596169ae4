import { type FeedEvent, listTopics, readHistory } from '@livefeed/client';
import type { TileConfig } from '../board/board.ts';
import { toTimeSpan } from '../board/time-span.ts';
import type { FeedClock } from './feed-clock.ts';
import { TopicSet } from './topic-set.ts';

/** Events a page of history: few requests for a usual board, and no answer of tens of megabytes. */
const pageSize = 10_000;

/** Topics that one question to history names: well inside the service's limit, and a short enough address. */
export const mostNamedTopics = 40;

/** How far lists look back when the window holds too few events for them. */
const longerLooks = [60 * 60_000, 24 * 60 * 60_000];

/** Reads the board's window from the log and returns the position at which the stream goes on. */
export async function fillWindow(
  topics: readonly string[],
  window: number,
  clock: FeedClock,
  onEvent: (event: FeedEvent) => void,
): Promise<string | undefined> {
  // A board of clocks follows nothing, and history without a topic is all of it.
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

/**
 * What a list shows of the time before the window: the newest events of an hour or a day. Where a page is full the log holds
 * more than is worth reading for a list, and it starts with the window.
 */
export async function readEarlier(tile: TileConfig, window: number): Promise<readonly FeedEvent[]> {
  const topics = await topicsOf(tile);
  let found: readonly FeedEvent[] = [];
  for (const span of longerLooks.filter((look) => look > window)) {
    if (found.length >= tile.limit || topics.length === 0) break;
    const { value: page } = await readHistory({ topics, since: toTimeSpan(span), limit: pageSize }).next();
    if (page === undefined || !page.isLast) break;
    found = page.events;
  }
  return found;
}

/**
 * What to ask history for. It knows no exceptions, and those of a list that takes everything are most of the log; so then the
 * topics are named one by one, those with the latest events.
 */
async function topicsOf({ topics, except }: TileConfig): Promise<readonly string[]> {
  if (except.length === 0) return topics;
  const wanted = new TopicSet(topics, except);
  const infos = (await Promise.all(topics.map((pattern) => listTopics({ pattern })))).flat();
  const newest = infos.filter(({ topic }) => wanted.has(topic)).sort((a, b) => b.lastTime - a.lastTime);
  return [...new Set(newest.map(({ topic }) => topic))].slice(0, mostNamedTopics);
}
