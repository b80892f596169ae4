import { listTopics, readSeries, type SeriesColumns, type SeriesPage, withoutCovered } from '@livefeed/client';
import { toTimeSpan } from '../board/time-span.ts';
import { bucketPoints } from '../series/bucket-points.ts';
import { byValue } from './by-value.ts';
import type { FeedClock } from './feed-clock.ts';
import type { FreshTile } from './feed.ts';
import { mostNamedTopics } from './fill.ts';
import { valueEvent } from './value-event.ts';

/** How fine, and of how many topics that are asked for by name, where one answer has no room for all. */
export interface SeriesFill {
  readonly buckets: number;
  readonly mostFurther: number;
}

/** What some four charts show. */
export const chartFill: SeriesFill = { buckets: 600, mostFurther: 240 };
/** A wall's cells are small, and many. */
export const wallFill: SeriesFill = { buckets: 150, mostFurther: 2_000 };

/** Of a window of which less than this part has data, the data is asked for by itself. */
const coarse = 4;

/** Fills these tiles and returns the position at which the stream goes on; nothing when there are none. */
export async function fillSeries(
  tiles: readonly FreshTile[], window: number, clock: FeedClock, { buckets, mostFurther }: SeriesFill,
): Promise<string | undefined> {
  let next: string | undefined;
  for (const [value, group] of byValue(tiles)) {
    const topics = withoutCovered(group.flatMap(({ config }) => config.topics));
    const request = { topics, buckets, ...(value === undefined ? {} : { value }) };
    const whole = await readSeries({ ...request, since: toTimeSpan(window) });
    const begins = Math.min(...whole.series.map(({ times }) => times[0] ?? whole.to));
    // Charts begin with the data: of a short while, a long window's parts would be too coarse.
    const isShort = whole.to - begins < window / coarse;
    const since = new Date(begins - (whole.to - whole.from) / buckets).toISOString();
    const page = isShort ? await readSeries({ ...request, since }) : whole;
    clock.observe(page.to);
    hand(page, page.series, value, group, buckets);
    if (page.leftOut > 0) {
      const further = { ...request, since: new Date(page.from).toISOString() };
      for (const topics of await furtherTopics(page, group, mostFurther)) hand(page, (await readSeries({ ...further, topics })).series, value, group, buckets);
    }
    // The earliest: who has later values already refuses those that come again.
    next ??= page.next;
  }
  return next;
}

/** The topics that tiles want and the answer left out, in questions' portions. Tiles say themselves what they have no room for. */
async function furtherTopics({ series }: SeriesPage, tiles: readonly FreshTile[], most: number): Promise<string[][]> {
  const patterns = withoutCovered(tiles.flatMap(({ config }) => config.topics));
  const infos = (await Promise.all(patterns.map((pattern) => listTopics({ pattern })))).flat();
  const there = new Set(series.map(({ topic }) => topic));
  const wanted = infos.map(({ topic }) => topic).filter((topic) => !there.has(topic) && tiles.some(({ router }) => router.wants(topic)));
  const topics = [...new Set(wanted)].slice(0, most);
  const portions = Math.ceil(topics.length / mostNamedTopics);
  return Array.from({ length: portions }, (_, i) => topics.slice(i * mostNamedTopics, (i + 1) * mostNamedTopics));
}

function hand(
  { from, to }: SeriesPage, series: readonly SeriesColumns[], path: string | undefined, tiles: readonly FreshTile[], buckets: number,
): void {
  for (const columns of series) {
    for (const [time, value] of bucketPoints(columns, (to - from) / buckets)) {
      const event = valueEvent(columns.topic, time, path, value, columns.unit);
      for (const { router } of tiles) router.route(event, 'history');
    }
  }
}
