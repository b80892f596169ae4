import { describe, expect, test } from 'vitest';
import { heatCells } from '../../src/tiles/heatmap/heat-cells.ts';
import { shadeOf } from '../../src/tiles/heatmap/heat-chart.ts';
import { HeatCounts } from '../../src/tiles/heatmap/heat-counts.ts';

function cells(points: readonly [number, number][], settings: { min?: number; max?: number; to?: number } = {}) {
  const counts = new HeatCounts(10_000);
  for (const [time, value] of points) counts.add(time, value);
  return heatCells(counts, { from: 0, to: 10_000, maxColumns: 10, maxRows: 10, unit: '', ...settings });
}

describe('the cells of a heatmap', () => {
  test('count the values of each bucket of time and value', () => {
    const { columns, rows, valueStep, counts, most } = cells(
      [
        [100, 1],
        [900, 1.5],
        [1_000, 10],
      ],
      { min: 0, max: 10 },
    );
    expect([columns, rows, valueStep, most]).toEqual([10, 10, 1, 2]);
    expect(counts[0 * rows + 1]).toBe(2);
    expect(counts[1 * rows + 9]).toBe(1);
    expect(counts.reduce((sum, count) => sum + count)).toBe(3);
  });

  test('begin at round times and values, so that they stay while the window moves', () => {
    const { low, valueStep } = cells([
      [1, 13],
      [2, 58],
    ]);
    expect([low, valueStep]).toEqual([10, 5]);
  });

  test.each([[0], [42], [-3]])('of one value, %d, are one column of one count', (value) => {
    const { counts, most } = cells([[100, value]]);
    expect([counts.reduce((sum, count) => sum + count), most]).toEqual([1, 1]);
  });

  test('hold what lies outside of the scale in their outermost rows', () => {
    const { counts, rows } = cells(
      [
        [100, -5],
        [200, 500],
      ],
      { min: 0, max: 10 },
    );
    expect([counts[0], counts[rows - 1]]).toEqual([1, 1]);
  });
});

test.each([
  [1, 1, 4],
  [1, 100, 0],
  [25, 100, 2],
  [100, 100, 4],
])('%d of at most %d has shade %d', (count, most, shade) => {
  expect(shadeOf(count, most)).toBe(shade);
});

describe('values are counted as they come', () => {
  const total = (counts: HeatCounts, settings: { min?: number; max?: number } = {}) =>
    heatCells(counts, { from: 0, to: 300_000, maxColumns: 60, maxRows: 20, unit: '', ...settings }).counts.reduce(
      (sum, count) => sum + count,
      0,
    );

  test('a hundred at once are a hundred, however the chart thins its lines', () => {
    const counts = new HeatCounts(300_000);
    for (let i = 0; i < 100; i++) counts.add(1_000 + (i % 3), 20 + i / 7);
    expect(total(counts)).toBe(100);
  });

  test('none is lost, or counted in another row, when values of other sizes come', () => {
    const counts = new HeatCounts(300_000);
    const values = [0.3, 0.1, 0.2, 7, 1e6, -1e6, 0.30000000000000004, 12.5];
    values.forEach((value, i) => counts.add(i * 10, value));
    const cells = heatCells(counts, { from: 0, to: 60_000, maxColumns: 60, maxRows: 4, unit: '' });
    expect(cells.counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
    const row = (value: number) => Math.min(cells.rows - 1, Math.floor((value - cells.low) / cells.valueStep + 1e-9));
    const expected = values.filter((value) => row(value) === row(7)).length;
    expect(cells.counts[row(7)]).toBe(expected);
  });

  test.each(Array.from({ length: 40 }, (_, seed) => seed))('each cell has what falls into it (seed %d)', (seed) => {
    let state = seed * 7_919 + 1;
    const random = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const scale = 10 ** Math.floor(random() * 9 - 4);
    const points = Array.from(
      { length: 500 },
      () => [Math.floor(random() * 300_000), Math.round((random() - 0.3) * 1_000) * scale] as const,
    ).sort(([a], [b]) => a - b);
    const counts = new HeatCounts(300_000);
    for (const [time, value] of points) counts.add(time, value);
    const cells = heatCells(counts, {
      from: 0,
      to: 300_000,
      maxColumns: 30 + Math.floor(random() * 60),
      maxRows: 3 + Math.floor(random() * 30),
      unit: '',
    });
    const expected = new Uint32Array(cells.counts.length);
    for (const [time, value] of points) {
      const row = Math.min(cells.rows - 1, Math.max(0, Math.floor((value - cells.low) / cells.valueStep + 1e-9)));
      const at = Math.floor((time - cells.from) / cells.timeStep) * cells.rows + row;
      expected[at] = (expected[at] ?? 0) + 1;
    }
    expect(cells.counts).toEqual(expected);
  });

  test('a part of time takes a bounded room, and what is before the window goes', () => {
    const counts = new HeatCounts(60_000);
    for (let i = 0; i < 100_000; i++) counts.add(Math.floor(i / 1_000) * 1_000, Math.sin(i) * 10 ** (i % 12));
    expect(counts.columns.size).toBeLessThanOrEqual(63);
    for (const column of counts.columns.values()) expect(column.counts.size).toBeLessThanOrEqual(2_001);
  });

  test('what the service has counted stands beside what comes', () => {
    const counts = new HeatCounts(3_600_000);
    counts.addCounts({ topic: 'a', time: 15_000, from: 20, step: 10, counts: [1, 0, 5] });
    counts.add(16_000, 44);
    counts.add(200_000, 21.5);
    const cells = heatCells(counts, { from: 0, to: 300_000, maxColumns: 20, maxRows: 10, unit: '' });
    expect(cells.valueStep).toBe(10);
    expect([...cells.counts.slice(cells.rows, 2 * cells.rows)]).toEqual([1, 0, 6]);
    expect(cells.counts.reduce((sum, count) => sum + count, 0)).toBe(8);
  });

  test('what is held does not change', () => {
    const counts = new HeatCounts(60_000);
    counts.add(1_000, 1);
    const held = counts.copy();
    counts.add(1_001, 1);
    expect([total(held), total(counts)]).toEqual([1, 2]);
  });
});
