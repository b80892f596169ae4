import { listTopics, readSeries, type SeriesColumns, type SeriesPage, type SeriesRequest } from '@livefeed/client';
import { toTimeSpan } from '../board/time-span.ts';
import { bucketPoints } from '../series/bucket-points.ts';
import { mostNamedTopics, topicsOfAll } from './asked-topics.ts';
import { open, type Reading } from './reading.ts';
import type { TileInlet } from './tile-inlet.ts';
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

/** The courses of tiles that show the value at this path. */
export function seriesReading(inlets: readonly TileInlet[], path: string | undefined, { buckets, mostFurther }: SeriesFill): Reading {
  return {
    inlets,
    async read({ clock, window, signal }) {
      const request = { topics: topicsOfAll(inlets), buckets, signal, ...(path === undefined ? {} : { value: path }) };
      const page = await readFine(request, window);
      clock.observe(page.to);
      const step = (page.to - page.from) / buckets;
      recallSeries(page.series, step, path, inlets);
      if (page.leftOut > 0) {
        const since = new Date(page.from).toISOString();
        for (const topics of await furtherTopics(page, inlets, mostFurther, signal)) {
          recallSeries((await readSeries({ ...request, since, topics })).series, step, path, inlets);
        }
      }
      // The earliest: who has later values already refuses those that come again.
      for (const inlet of inlets) inlet.fillTo(page.next);
    },
  };
}

/** Charts begin with the data: of a short while, a long window's parts would be too coarse. */
async function readFine(request: Omit<SeriesRequest, 'since'>, window: number): Promise<SeriesPage> {
  const whole = await readSeries({ ...request, since: toTimeSpan(window) });
  const begins = whole.series.reduce((least, { times }) => Math.min(least, times[0] ?? least), whole.to);
  const isShort = begins < whole.to && whole.to - begins < window / coarse;
  if (!isShort) return whole;
  return readSeries({ ...request, since: new Date(begins - (whole.to - whole.from) / request.buckets).toISOString() });
}

/** The topics that tiles want and the answer left out, in questions' portions. Tiles say themselves what they have no room for. */
async function furtherTopics({ series }: SeriesPage, inlets: readonly TileInlet[], most: number, signal: AbortSignal): Promise<string[][]> {
  const infos = (await Promise.all(topicsOfAll(inlets).map((pattern) => listTopics({ pattern, signal })))).flat();
  const there = new Set(series.map(({ topic }) => topic));
  const wanted = infos.map(({ topic }) => topic).filter((topic) => !there.has(topic) && inlets.some((inlet) => inlet.wants(topic)));
  const topics = [...new Set(wanted)].slice(0, most);
  const portions = Math.ceil(topics.length / mostNamedTopics);
  return Array.from({ length: portions }, (_, i) => topics.slice(i * mostNamedTopics, (i + 1) * mostNamedTopics));
}

/** Hands the points that draw these series to tiles; `step` is the time of a bucket. */
export function recallSeries(series: readonly SeriesColumns[], step: number, path: string | undefined, inlets: readonly TileInlet[]): void {
  const there = open(inlets);
  for (const columns of series) {
    for (const [time, value] of bucketPoints(columns, step)) {
      const event = valueEvent(columns.topic, time, path, value, columns.unit);
      for (const inlet of there) inlet.recall(event);
    }
  }
}
