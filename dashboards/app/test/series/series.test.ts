import { describe, expect, test } from 'vitest';
import { RingBuffer } from '../../src/series/ring-buffer.ts';
import { Series } from '../../src/series/series.ts';
import { SeriesStore } from '../../src/series/series-store.ts';

describe('a ring buffer', () => {
  test('keeps the newest points, oldest first', () => {
    const ring = new RingBuffer(3);
    for (let i = 1; i <= 5; i++) ring.push(i, i * 10);
    expect([0, 1, 2].map((i) => [ring.timeAt(i), ring.valueAt(i)])).toEqual([
      [3, 30],
      [4, 40],
      [5, 50],
    ]);
    expect(ring.length).toBe(3);
  });

  test('takes no more memory than its points need, and loses none as it grows', () => {
    const ring = new RingBuffer(1_000);
    for (let i = 0; i < 1_500; i++) ring.push(i, -i);
    expect(Array.from({ length: ring.length }, (_, i) => [ring.timeAt(i), ring.valueAt(i)])).toEqual(
      Array.from({ length: 1_000 }, (_, i) => [500 + i, -500 - i]),
    );
  });

  test('finds the first point from a time on, across its seam', () => {
    const ring = new RingBuffer(4);
    for (let i = 1; i <= 6; i++) ring.push(i * 10, 0);
    expect([0, 30, 31, 60, 61].map((time) => ring.firstFrom(time))).toEqual([0, 0, 1, 3, 4]);
  });
});

test('a ring buffer puts a late point in its place, across its seam, and no point before all when it is full', () => {
  const ring = new RingBuffer(4);
  for (let i = 1; i <= 6; i++) ring.push(i * 10, i);
  for (const time of [55, 35, 5]) ring.insert(time, -time);
  expect(Array.from({ length: ring.length }, (_, i) => [ring.timeAt(i), ring.valueAt(i)])).toEqual([
    [40, 4],
    [50, 5],
    [55, -55],
    [60, 6],
  ]);
});

describe('a series', () => {
  const points = ({ points: ring }: Series) =>
    Array.from({ length: ring.length }, (_, i) => [ring.timeAt(i), ring.valueAt(i)]);

  test('goes on after a value whose time is ahead, and shows a late one where it happened', () => {
    const series = new Series('a', 10, 0);
    const told = [
      [1_000, 1],
      [86_400_000, 2],
      [2_000, 3],
      [1_500, 4],
      [3_000, 5],
    ] as const;
    const latest = told.map(([time, value], i) => {
      expect(series.append(time, value, `e1-${8 + i}`)).toBe(true);
      return [series.lastTime, series.lastValue];
    });
    expect(latest).toEqual(told);
    expect(points(series)).toEqual([
      [1_000, 1],
      [1_500, 4],
      [2_000, 3],
      [3_000, 5],
      [86_400_000, 2],
    ]);
    expect(series.append(4_000, 6, 'e1-11')).toBe(false);
    expect(points(series)).toHaveLength(5);
  });

  test('is thinned behind a value whose time is ahead, too, so that it spans the window', () => {
    const series = new SeriesStore(60_000).series('a', undefined);
    series.append(86_400_000, 1, 'e1-1');
    for (let time = 0; time < 60_000; time += 2) series.append(time, time % 1_000, `e1-${time + 2}`);
    const { points } = series;
    expect([points.timeAt(0) < 9_000, points.timeAt(points.length - 1)]).toEqual([true, 86_400_000]);
    for (let second = 9; second < 60; second++) {
      const [from, to] = [points.firstFrom(second * 1_000), points.firstFrom((second + 1) * 1_000)];
      const values = Array.from({ length: to - from }, (_, i) => points.valueAt(from + i));
      expect([Math.min(...values), Math.max(...values)], `second ${second}`).toEqual([0, 998]);
    }
  });

  test('keeps of late values within a step the least and the largest, in the order of their times', () => {
    const series = new Series('a', 10, 100);
    const times = [500, 60, 20, 40, 10, 30];
    [0, 5, 7, 6, 2, 9].forEach((value, i) => series.append(times[i] ?? 0, value, `e1-${i + 1}`));
    expect(points(series)).toEqual([
      [10, 2],
      [30, 9],
      [500, 0],
    ]);
  });

  test('refuses what is older than its last value, as history and stream overlap', () => {
    const series = new Series('a', 10, 0);
    series.append(1_000, 1);
    expect(series.append(500, 9)).toBe(false);
    expect(points(series)).toEqual([[1_000, 1]]);
  });

  test('takes the same event twice without a second point', () => {
    const series = new Series('a', 10, 100);
    series.append(1_000, 1);
    series.append(1_000, 1);
    expect(points(series)).toEqual([[1_000, 1]]);
  });

  test('keeps of the values within a step the least and the largest, in their order, and knows the last', () => {
    const series = new Series('a', 10, 100);
    [5, 3, 4, 9, 8, 1, 6].forEach((value, i) => series.append(i * 10, value));
    expect(points(series)).toEqual([
      [30, 9],
      [50, 1],
    ]);
    expect([series.lastTime, series.lastValue]).toEqual([60, 6]);
    series.append(100, 2);
    expect(points(series)).toEqual([
      [30, 9],
      [50, 1],
      [100, 2],
    ]);
  });

  test('keeps every one of ten values a second over a minute', () => {
    const series = new SeriesStore(60_000).series('a', undefined);
    for (let i = 0; i < 600; i++) series.append(i * 100 + (i % 3), i);
    expect(series.points.length).toBe(600);
  });

  test('tells the usual time between its values, whatever one gap was', () => {
    const series = new Series('a', 100, 0);
    for (const time of [0, 1_000, 2_000, 60_000, 61_000, 62_000, 63_010]) series.append(time, 0);
    expect(series.interval).toBe(1_000);
    expect(series.gapLimit).toBe(3_000);
  });

  test('with a single value has no interval, and no gap', () => {
    const series = new Series('a', 100, 0);
    series.append(0, 1);
    expect(series.interval).toBeUndefined();
    expect(series.gapLimit).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the store', () => {
  test('gives tiles that show the same value of a topic one series', () => {
    const store = new SeriesStore(300_000);
    expect(store.series('a', undefined)).toBe(store.series('a', undefined));
    expect(store.series('a', 'x')).not.toBe(store.series('a', undefined));
  });

  test('begins its charts a window ago, or with the data if there is less of it', () => {
    const store = new SeriesStore(300_000);
    expect(store.windowStart(1_000_000)).toBe(940_000);
    store.noteTime(990_000);
    expect(store.windowStart(1_000_000)).toBe(940_000);
    expect(store.windowStart(1_100_000)).toBe(990_000);
    expect(store.windowStart(2_000_000)).toBe(1_700_000);
  });

  test('spans its window with a bounded number of points', () => {
    const series = new SeriesStore(24 * 3_600_000).series('a', undefined);
    expect(series.points.capacity).toBe(8_192);
    for (let time = 0; time < 24 * 3_600_000; time += 10_000) series.append(time, 1);
    const { points } = series;
    expect(points.timeAt(points.length - 1) - points.timeAt(0)).toBeGreaterThan(21 * 3_600_000);
  });
});
