import { listTopics, readSeries, type SeriesColumns, type SeriesPage, type SeriesRequest } from '@livefeed/client/queries';
import { toTimeSpan } from '../board/time-span.ts';
import type { TileSubscription } from '../feed/tile-subscription.ts';
import { bucketPoints } from '../series/bucket-points.ts';
import { type HistoryQuery, open } from './history-query.ts';
import { namedPortions, topicsOfAll } from './query-topics.ts';
import { chartBuckets } from './resolution.ts';
import { valueEvent } from './value-event.ts';

/** How finely series are read, and how many topics more are asked for by name where one answer has no room for all. */
export interface SeriesFill {
  readonly buckets: number;
  readonly maxFurther: number;
}

/** For charts. The further topics fill some four of them. */
export const chartFill: SeriesFill = { buckets: chartBuckets, maxFurther: 240 };

/** Where data fills less than this fraction of the window, only the part with data is read. */
const coarse = 4;

/** Reads the series of tiles that show the value at this path. */
export function seriesQuery(
  subscriptions: readonly TileSubscription[],
  path: string | undefined,
  { buckets, maxFurther }: SeriesFill,
): HistoryQuery {
  return {
    subscriptions,
    async read({ clock, window, signal }) {
      const request = {
        topics: topicsOfAll(subscriptions),
        buckets,
        signal,
        ...(path === undefined ? {} : { value: path }),
      };
      const page = await readFine(request, window);
      clock.observe(page.to);
      const step = (page.to - page.from) / buckets;
      deliverSeries(page.series, step, path, subscriptions);
      if (page.leftOut > 0) {
        const since = new Date(page.from).toISOString();
        for (const topics of await furtherTopics(page, subscriptions, maxFurther, signal)) {
          deliverSeries((await readSeries({ ...request, since, topics })).series, step, path, subscriptions);
        }
      }
      // The earliest position: a tile that has later values refuses those that come again.
      for (const subscription of subscriptions) subscription.fillTo(page.next);
    },
  };
}

/** Charts begin where the data begins. Where that is a short time ago, the buckets of the whole window are too coarse. */
async function readFine(request: Omit<SeriesRequest, 'since'>, window: number): Promise<SeriesPage> {
  const whole = await readSeries({ ...request, since: toTimeSpan(window) });
  const begins = whole.series.reduce((least, { times }) => Math.min(least, times[0] ?? least), whole.to);
  const isShort = begins < whole.to && whole.to - begins < window / coarse;
  if (!isShort) return whole;
  return readSeries({ ...request, since: new Date(begins - (whole.to - whole.from) / request.buckets).toISOString() });
}

/**
 * Topics that tiles want and the answer left out, in portions of one query. Tiles say themselves which topics they have no
 * room for.
 */
async function furtherTopics(
  { series }: SeriesPage,
  subscriptions: readonly TileSubscription[],
  most: number,
  signal: AbortSignal,
): Promise<string[][]> {
  const infos = (await Promise.all(topicsOfAll(subscriptions).map((pattern) => listTopics({ pattern, signal })))).flat();
  const there = new Set(series.map(({ topic }) => topic));
  const wanted = infos
    .map(({ topic }) => topic)
    .filter((topic) => !there.has(topic) && subscriptions.some((subscription) => subscription.wants(topic)));
  return namedPortions([...new Set(wanted)].slice(0, most));
}

/** Hands the points of these series to tiles. `step` is the length of a bucket, in milliseconds. */
export function deliverSeries(
  series: readonly SeriesColumns[],
  step: number,
  path: string | undefined,
  subscriptions: readonly TileSubscription[],
): void {
  const there = open(subscriptions);
  for (const columns of series) {
    for (const [time, value] of bucketPoints(columns, step)) {
      const event = valueEvent(columns.topic, time, path, value, columns.unit);
      for (const subscription of there) subscription.deliver(event);
    }
  }
}
