import { listTopics, readSeries, type SeriesColumns, type SeriesPage, withoutCovered } from '@livefeed/client';
import { toTimeSpan } from '../board/time-span.ts';
import { bucketPoints } from '../series/bucket-points.ts';
import type { FeedClock } from './feed-clock.ts';
import type { FreshTile } from './feed.ts';
import { mostNamedTopics } from './fill.ts';

/** Up to this window history is read event by event: charts have a place for each. */
const fineWindow = 10 * 60_000;
const buckets = 600;
/** Of a window of which less than this part has data, the data is asked for by itself. */
const coarse = 4;
/** Topics that are asked for by name, where one answer has no room for all: what some four charts show. */
const mostFurther = 240;
/** Tiles that show courses and last values, or how such lay; others need each event. */
const types: ReadonlySet<string> = new Set(['line', 'number', 'meter', 'heatmap']);

/** Whether a tile's history is read thinned, so that a day is not read event by event. */
export function isThinned({ config }: FreshTile, window: number): boolean {
  return window > fineWindow && types.has(config.type);
}

/** Fills these tiles and returns the position at which the stream goes on; nothing when there are none. */
export async function fillSeries(tiles: readonly FreshTile[], window: number, clock: FeedClock): Promise<string | undefined> {
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
    hand(page, page.series, value, group);
    if (page.leftOut > 0) {
      const further = { ...request, since: new Date(page.from).toISOString() };
      for (const topics of await furtherTopics(page, group)) hand(page, (await readSeries({ ...further, topics })).series, value, group);
    }
    // The earliest: who has later values already refuses those that come again.
    next ??= page.next;
  }
  return next;
}

function byValue(tiles: readonly FreshTile[]): Map<string | undefined, FreshTile[]> {
  const groups = new Map<string | undefined, FreshTile[]>();
  for (const tile of tiles) groups.set(tile.config.value, [...(groups.get(tile.config.value) ?? []), tile]);
  return groups;
}

/** The topics that tiles want and the answer left out, in questions' portions. Tiles say themselves what they have no room for. */
async function furtherTopics({ series }: SeriesPage, tiles: readonly FreshTile[]): Promise<string[][]> {
  const patterns = withoutCovered(tiles.flatMap(({ config }) => config.topics));
  const infos = (await Promise.all(patterns.map((pattern) => listTopics({ pattern })))).flat();
  const there = new Set(series.map(({ topic }) => topic));
  const wanted = infos.map(({ topic }) => topic).filter((topic) => !there.has(topic) && tiles.some(({ router }) => router.wants(topic)));
  const topics = [...new Set(wanted)].slice(0, mostFurther);
  const portions = Math.ceil(topics.length / mostNamedTopics);
  return Array.from({ length: portions }, (_, i) => topics.slice(i * mostNamedTopics, (i + 1) * mostNamedTopics));
}

/** As events, in which tiles find values where they look for them. */
function hand({ from, to }: SeriesPage, series: readonly SeriesColumns[], path: string | undefined, tiles: readonly FreshTile[]): void {
  for (const columns of series) {
    for (const [time, value] of bucketPoints(columns, (to - from) / buckets)) {
      const data = (path ?? 'value').split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;
      const event = { topic: columns.topic, event: 'message', time, data: columns.unit === undefined ? data : { unit: columns.unit, ...data } };
      for (const { router } of tiles) router.route(event, 'history');
    }
  }
}
