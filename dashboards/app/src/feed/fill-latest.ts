import { type HistoryPage, listTopics, readNewest, withoutCovered } from '@livefeed/client';
import type { TileConfig } from '../board/board.ts';
import { toTimeSpan } from '../board/time-span.ts';
import type { FeedClock } from './feed-clock.ts';
import type { FreshTile } from './feed.ts';
import { mostNamedTopics } from './fill.ts';
import { TopicSet } from './topic-set.ts';

/** Of each topic: as many as tell how regularly it comes. */
const latestOfEach = 4;
/** Of what has its rows in the events' data, the service does not know how many there are: it answers no more at once. */
const mostKeyed = 10_000;

/** Fills lists with the newest events, however long ago they were. */
export async function fillLists(tiles: readonly FreshTile[], clock: FeedClock): Promise<string | undefined> {
  let first: string | undefined;
  for (const tile of tiles) {
    const page = await readNewest({ topics: await topicsOf(tile.config), count: tile.config.limit });
    const next = take(page, [tile], clock);
    first ??= next;
  }
  return first;
}

/** Fills tiles that show only what is latest: of each topic, or of each key in its events. */
export async function fillLatest(tiles: readonly FreshTile[], clock: FeedClock): Promise<string | undefined> {
  const keyed = tiles.filter(({ config }) => config.key !== undefined);
  const usual = tiles.filter(({ config }) => config.key === undefined);
  const ofEach = await newestOfEach(usual, latestOfEach, clock);
  const ofKeys = keyed.length === 0 ? undefined : take(await readNewest({ topics: topicsOfAll(keyed), count: mostKeyed }), keyed, clock);
  return ofEach ?? ofKeys;
}

/** What was last known before the window: a tile whose topics are silent since then says so, and does not wait as for what never came. */
export function fillBefore(tiles: readonly FreshTile[], window: number, clock: FeedClock): Promise<string | undefined> {
  return newestOfEach(tiles, 1, clock, toTimeSpan(window));
}

async function newestOfEach(tiles: readonly FreshTile[], count: number, clock: FeedClock, until?: string): Promise<string | undefined> {
  const topics = topicsOfAll(tiles);
  if (topics.length === 0) return undefined;
  const page = await readNewest({ topics, count, isOfEach: true, ...(until === undefined ? {} : { until }) });
  return take(page, tiles, clock);
}

function take({ events, next, servedAt }: HistoryPage, tiles: readonly FreshTile[], clock: FeedClock): string | undefined {
  if (servedAt !== undefined) clock.observe(servedAt);
  for (const event of events) for (const { router } of tiles) router.route(event, 'history');
  return next;
}

const topicsOfAll = (tiles: readonly FreshTile[]) => withoutCovered(tiles.flatMap(({ config }) => config.topics));

/**
 * What to ask history for. It knows no exceptions, and those of a list that takes everything are most of the log; so then the
 * topics are named one by one, those with the latest events.
 */
async function topicsOf({ topics, except }: TileConfig): Promise<readonly string[]> {
  if (except.length === 0) return topics;
  const wanted = new TopicSet(topics, except);
  const infos = (await Promise.all(topics.map((pattern) => listTopics({ pattern })))).flat();
  const newest = infos.filter(({ topic }) => wanted.has(topic)).sort((a, b) => b.lastTime - a.lastTime);
  const named = [...new Set(newest.map(({ topic }) => topic))].slice(0, mostNamedTopics);
  return named.length === 0 ? topics : named;
}
