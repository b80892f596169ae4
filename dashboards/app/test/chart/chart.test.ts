import { describe, expect, test } from 'vitest';
import { axisRange, axisTicks, niceStep } from '../../src/chart/scale.ts';
import { timeTicks } from '../../src/chart/time-axis.ts';
import { formatTick } from '../../src/format/units.ts';
import { Series } from '../../src/series/series.ts';
import { align } from '../../src/tiles/line/align.ts';
import { isolated } from '../../src/tiles/line/isolated.ts';

/** Doubles of all sizes and signs, with those next to where they lose their digits, each beside others and itself. */
function pairsOfDoubles(): [number, number][] {
  const sizes = [0, Number.MIN_VALUE, 1e-310, 1, 2 ** 53, 2 ** 63, 1e300, Number.MAX_VALUE];
  for (let power = -322; power <= 308; power += 42) sizes.push(Number(`${1 + ((power + 400) % 9)}.37e${power}`));
  const all = sizes.flatMap((size) => [size, -size, size * (1 + 2 ** -52), -size * (1 + 2 ** -40)]).filter(Number.isFinite);
  return all.flatMap((one) => all.map((other): [number, number] => [one, other]));
}

function series(...points: [number, number][]): Series {
  const made = new Series('a', 100, 0);
  for (const [time, value] of points) made.append(time, value);
  return made;
}

describe('rows of a chart', () => {
  test('hold the values of one tick together though their times differ', () => {
    const one = series([1_000, 1], [2_000, 2], [3_000, 3]);
    const two = series([1_004, 10], [1_998, 20], [3_001, 30]);
    expect(align([one, two], 0, 450)).toEqual({
      times: [1_000, 1_998, 3_000],
      columns: [
        [1, 2, 3],
        [10, 20, 30],
      ],
    });
  });

  test('let a slower series pass where it has no value', () => {
    const fast = series([1_000, 1], [2_000, 2], [3_000, 3]);
    const slow = series([1_000, 10], [3_000, 30]);
    expect(align([fast, slow], 0, 450).columns[1]).toEqual([10, undefined, 30]);
  });

  test('break a line where data was missing', () => {
    const one = series([1_000, 1], [2_000, 2], [3_000, 3], [20_000, 4], [21_000, 5]);
    expect(align([one], 0, 450)).toEqual({
      times: [1_000, 2_000, 3_000, 4_500, 20_000, 21_000],
      columns: [[1, 2, 3, null, 4, 5]],
    });
  });

  test('begin one point before the window, so that the line enters at the edge', () => {
    const one = series([1_000, 1], [2_000, 2], [3_000, 3]);
    expect(align([one], 2_500, 450).times).toEqual([2_000, 3_000]);
  });

  test('rise strictly in time, whatever the series bring', () => {
    const one = series([1_000, 1], [1_100, 2], [1_200, 3], [5_000, 4]);
    const two = series([1_050, 1], [1_150, 2], [4_999, 3]);
    const { times } = align([one, two], 0, 450);
    expect(times.every((time, i) => i === 0 || time > (times[i - 1] ?? 0))).toBe(true);
  });
});

test.each([
  [[5], [0]],
  [[1, 2], []],
  [
    [1, null, 2, 3, null, 4],
    [0, 5],
  ],
  [[null, 1, undefined, 2, null, undefined, 3, undefined], [6]],
  [[], []],
])('of %j the values at %j stand alone', (values, alone) => {
  expect(isolated(values)).toEqual(alone);
});

describe('an axis', () => {
  test.each([
    [0, 9.7 * 2 ** 30, 'bytes', [0, 12 * 2 ** 30]],
    [3, 1.72, '', [0, 2]],
    [0, 0, '%', [0, 1]],
    [0, 3, 'count', [0, 4]],
    [-5, 20, '', [-10, 30]],
  ])('for %d to %d %s runs %j', (low, high, unit, range) => {
    expect(axisRange(low, high, unit)).toEqual(range);
  });

  test('keeps what the board fixes', () => {
    expect(axisRange(5, 40, '%', 0, 100)).toEqual([0, 100]);
    expect(axisRange(5, 400, '%', 0, 100)).toEqual([0, 100]);
    expect(axisRange(20, 40, '', 10)[0]).toBe(10);
  });

  test('has ticks from end to end', () => {
    expect(axisTicks(0, 100, 5, '%')).toEqual({ values: [0, 20, 40, 60, 80, 100], step: 20 });
    expect(axisTicks(0, 1, 5, '').values).toHaveLength(6);
  });

  test.each([
    [50, 3, [0, 25, 50]],
    [50, 4, [0, 25, 50]],
    [60, 4, [0, 20, 40, 60]],
    [7.5, 5, [0, 2.5, 5, 7.5]],
  ])('up to %d with room for %d steps has its last tick at the top', (high, room, ticks) => {
    expect(axisTicks(0, high, room, '').values).toEqual(ticks);
  });

  test.each(['', 'count', 'bytes', '%'])(
    'in %j has few ticks, in order and with labels, whatever doubles the values are',
    (unit) => {
      const isWrong = ([one, other]: [number, number]) => {
        const [low, high] = axisRange(Math.min(one, other), Math.max(one, other), unit);
        const { values, step } = axisTicks(low, high, 5, unit);
        const isInOrder = values.every((value, i) => Number.isFinite(value) && value > (values[i - 1] ?? -Infinity));
        const hasLabels = values.every((value) => formatTick(value, step, unit).length < 40);
        return !(low < high && Number.isFinite(high - low) && values.length <= 7 && isInOrder && hasLabels);
      };
      expect(pairsOfDoubles().filter(isWrong)).toEqual([]);
    },
  );

  test('of ends that the board fixed has few ticks, whatever they are', () => {
    const ticksOf = ([min, max]: [number, number]) => axisTicks(...axisRange(0, 1, 'count', min, max), 5, 'count').values;
    expect(pairsOfDoubles().filter((ends) => ticksOf(ends).length > 7)).toEqual([]);
  });

  test('never steps by a fraction of a count', () => {
    expect(niceStep(0.3, 'count')).toBe(1);
  });
});

describe('times along a chart', () => {
  test('are round and no more than fit', () => {
    const from = Date.UTC(2026, 10, 24, 10, 0, 7);
    const times = timeTicks(from, from + 300_000, 6);
    expect(times.map((time) => (time - from) % 60_000)).toEqual([53_000, 53_000, 53_000, 53_000, 53_000]);
  });
});
