import type { SeriesColumns } from '@livefeed/client/queries';

/**
 * The points of a topic's buckets: the least, the greatest and the last value of each, as far as they differ, in order of
 * time.
 */
export function* bucketPoints({ times, min, max, last }: SeriesColumns, step: number): Generator<[number, number]> {
  for (let i = 0; i < times.length; i++) {
    const [time, low, high, end] = [times[i], min[i], max[i], last[i]] as [number, number, number, number];
    const room = Math.min(step, time - (times[i - 1] ?? time - step));
    const before = [high, low].filter((value) => value !== end);
    for (const [at, value] of before.entries()) {
      yield [time - (room * (before.length - at)) / (before.length + 1), value];
    }
    yield [time, end];
  }
}
