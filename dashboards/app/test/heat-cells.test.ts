import { describe, expect, test } from 'vitest';
import { heatCells } from '../src/chart/heat-cells.ts';
import { shadeOf } from '../src/chart/heat-chart.ts';
import { Series } from '../src/series/series.ts';

function cells(points: readonly [number, number][], settings: { min?: number; max?: number; to?: number } = {}) {
  const series = new Series('a', 100, 0);
  for (const [time, value] of points) series.append(time, value);
  return heatCells([series], { from: 0, to: 10_000, mostColumns: 10, mostRows: 10, unit: '', ...settings });
}

describe('the cells of a heatmap', () => {
  test('count the values of each bucket of time and value', () => {
    const { columns, rows, valueStep, counts, most } = cells([[100, 1], [900, 1.5], [1_000, 10]], { min: 0, max: 10 });
    expect([columns, rows, valueStep, most]).toEqual([10, 10, 1, 2]);
    expect(counts[0 * rows + 1]).toBe(2);
    expect(counts[1 * rows + 9]).toBe(1);
    expect(counts.reduce((sum, count) => sum + count)).toBe(3);
  });

  test('begin at round times and values, so that they stay while the window moves', () => {
    const { low, valueStep } = cells([[1, 13], [2, 58]]);
    expect([low, valueStep]).toEqual([10, 5]);
  });

  test.each([[0], [42], [-3]])('of one value, %d, are one column of one count', (value) => {
    const { counts, most } = cells([[100, value]]);
    expect([counts.reduce((sum, count) => sum + count), most]).toEqual([1, 1]);
  });

  test('hold what lies outside of the scale in their outermost rows', () => {
    const { counts, rows } = cells([[100, -5], [200, 500]], { min: 0, max: 10 });
    expect([counts[0], counts[rows - 1]]).toEqual([1, 1]);
  });
});

test.each([[1, 1, 4], [1, 100, 0], [25, 100, 2], [100, 100, 4]])('%d of at most %d has shade %d', (count, most, shade) => {
  expect(shadeOf(count, most)).toBe(shade);
});
