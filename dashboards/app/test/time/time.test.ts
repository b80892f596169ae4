import { describe, expect, test } from 'vitest';
import { withParameters } from '../../src/address/query.ts';
import { askedWindow, windowParameters } from '../../src/address/window.ts';
import { bucketPoints } from '../../src/series/bucket-points.ts';
import { SeriesStore } from '../../src/series/series-store.ts';
import { PageTime } from '../../src/time/page-time.ts';
import { TimeTravel } from '../../src/time/time-travel.ts';

describe("the page's time", () => {
  test('moves until it is paused, and again when it is live', () => {
    let clock = 1_000;
    const time = new PageTime(() => clock);
    time.togglePause();
    clock = 9_000;
    expect([time.now(), time.live(), time.isLive]).toEqual([1_000, 9_000, false]);
    time.togglePause();
    expect([time.now(), time.isLive]).toEqual([9_000, true]);
  });

  test('goes back and no further forth than to the pause', () => {
    const time = new PageTime(() => 1_000);
    time.goTo(400);
    expect([time.now(), time.pausedAt, time.isPast]).toEqual([400, 1_000, true]);
    time.goTo(5_000);
    expect([time.now(), time.isPast]).toEqual([1_000, false]);
  });
});

describe('the window in the address', () => {
  test.each([
    ['?window=1h', 3_600_000],
    ['?window=90s', 90_000],
    ['?window=1d', 86_400_000],
    ['?window=2d', undefined],
    ['?window=1s', undefined],
    ['?window=x', undefined],
    ['', undefined],
  ])('%s is %s', (search, expected) => expect(askedWindow(search)).toBe(expected));

  test('is written as it is read, and what else is there stays', () => {
    expect(withParameters('?var.host=a', windowParameters(6 * 3_600_000))).toBe('?var.host=a&window=6h');
    expect(withParameters('?var.host=a&window=6h', windowParameters(undefined))).toBe('?var.host=a');
  });
});

describe('buckets as points', () => {
  const columns = { topic: 'a', times: [100, 200, 300], min: [1, 0, 5], max: [1, 9, 8], last: [1, 4, 8] };

  test('keep the least and the greatest, end with the last, and times only rise', () => {
    const points = [...bucketPoints(columns, 100)];
    expect(points.map(([, value]) => value)).toEqual([1, 9, 0, 4, 5, 8]);
    expect(points.map(([time]) => time)).toEqual([...points.map(([time]) => time)].sort((a, b) => a - b));
    expect(points.filter(([time]) => [100, 200, 300].includes(time)).map(([, value]) => value)).toEqual([1, 4, 8]);
  });
});

describe('series that are held', () => {
  test('stand still, take in what comes, and show it when they are released', () => {
    const store = new SeriesStore(60_000);
    const series = store.series('a', undefined);
    series.append(1_000, 1);
    store.hold();
    series.append(2_000, 2);
    expect([series.lastValue, series.lastTime]).toEqual([1, 1_000]);
    store.release();
    expect([series.lastValue, series.lastTime]).toEqual([2, 2_000]);
  });

  test('show the past of their topic and path, or that there was none', () => {
    const store = new SeriesStore(60_000);
    const [a, b] = [store.series('a', 'x'), store.series('b', 'x')];
    for (const series of [a, b]) series.append(90_000, 1);
    store.hold();
    store.showPast('a', 'x', { topic: 'a', times: [5_000], min: [3], max: [7], last: [7] });
    store.showPast('b', 'x', undefined);
    expect([a.lastValue, b.lastValue]).toEqual([7, undefined]);
    expect([...store.topicsByPath()]).toEqual([['x', ['a', 'b']]]);
    expect(store.windowStart(70_000)).toBe(10_000);
  });

  test('show what there was at the pause when they come back from the past to it', () => {
    const store = new SeriesStore(60_000);
    const series = store.series('a', undefined);
    series.append(90_000, 1);
    const time = new PageTime(() => 100_000);
    const past = new TimeTravel(time, () => {}, new AbortController().signal);
    past.use(store, new Set(), 60_000);
    time.goTo(100_000);
    store.showPast('a', undefined, { topic: 'a', times: [5_000], min: [3], max: [7], last: [7] });
    series.append(101_000, 2);
    time.goTo(70_000);
    expect(series.lastValue).toBe(7);
    time.goTo(100_000);
    expect([series.lastValue, store.windowStart(100_000)]).toEqual([1, 40_000]);
    time.goLive();
    expect(series.lastValue).toBe(2);
  });
});
