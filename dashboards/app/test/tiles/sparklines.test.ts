import { describe, expect, test } from 'vitest';
import { RingBuffer } from '../../src/series/ring-buffer.ts';
import { fitText } from '../../src/tiles/sparklines/fit-text.ts';
import { layOutGrid, placeAt, placesInSight } from '../../src/tiles/sparklines/grid-layout.ts';
import { PointPack } from '../../src/tiles/sparklines/point-pack.ts';
import { extentOf, tracePoints } from '../../src/tiles/sparklines/trace-points.ts';

const scale = { left: 0, bottom: 100, width: 10, height: 100, from: 0, to: 1_000, low: 0, high: 100 };

function trace(points: readonly (readonly [number, number])[], gapLimit = 10_000): string[] {
  const ring = new RingBuffer(1_000);
  for (const [time, value] of points) ring.push(time, value);
  const steps: string[] = [];
  const target = {
    moveTo: (x: number, y: number) => steps.push(`M${x},${y}`),
    lineTo: (x: number, y: number) => steps.push(`L${x},${y}`),
  };
  tracePoints(target, ring, 0, gapLimit, scale);
  return steps;
}

describe('the layout of a wall', () => {
  test('shows all cells at once where there is room', () => {
    const { contentHeight, columns, cellWidth } = layOutGrid(1_000, 1_880, 980, 12);
    expect(contentHeight).toBeLessThanOrEqual(980);
    expect(columns * cellWidth).toBeCloseTo(1_880);
  });

  test('is scrolled where cells would be too small to be read', () => {
    const layout = layOutGrid(1_000, 360, 400, 12);
    expect(layout.contentHeight).toBeGreaterThan(400);
    expect(layout.textSize).toBeGreaterThan(9);
  });

  test('spreads few cells over the width', () => {
    const { columns, cellWidth } = layOutGrid(3, 900, 300, 12);
    expect([columns, cellWidth]).toEqual([3, 300]);
  });

  test('finds the place at a point and the places in sight', () => {
    const layout = { columns: 4, cellWidth: 100, cellHeight: 50, contentHeight: 500, textSize: 12 };
    expect(placeAt(layout, 399.9, 50)).toBe(7);
    expect(placesInSight(layout, 60, 100, 40)).toEqual([4, 16]);
    expect(placesInSight(layout, 450, 100, 38)).toEqual([36, 38]);
  });
});

describe('the line of a cell', () => {
  test('has of a pixel column the first, the least, the largest and the last value', () => {
    expect(
      trace([
        [0, 50],
        [20, 10],
        [40, 90],
        [60, 40],
        [500, 20],
      ]),
    ).toEqual(['M-0.5,50', 'L0.5,50', 'L0.5,90', 'L0.5,10', 'L0.5,60', 'L5,80']);
  });

  test('breaks where nothing came for too long', () => {
    expect(
      trace(
        [
          [0, 50],
          [500, 50],
          [900, 50],
        ],
        450,
      ),
    ).toEqual(['M-0.5,50', 'L0.5,50', 'M4.5,50', 'L5.5,50', 'L9,50']);
  });

  test('needs few steps however many values there are', () => {
    expect(trace(Array.from({ length: 900 }, (_, i) => [i, i % 100] as const)).length).toBeLessThanOrEqual(10 * 4 + 1);
  });

  test('spans the values from the first one in sight', () => {
    const ring = new RingBuffer(3);
    for (const value of [9, 1, 5, 3]) ring.push(value, value);
    expect(extentOf(ring, 1)).toEqual({ low: 3, high: 5 });
  });
});

test('of a name that does not fit the end is kept, which tells it apart, and one of which nothing fits is left out', () => {
  const width = (text: string) => text.length;
  expect([fitText('web-1', 5, width), fitText('web-10', 5, width), fitText('web', 1, width)]).toEqual([
    'web-1',
    '…b-10',
    '',
  ]);
  expect(fitText('host memory used', 6, width)).toBe('…used');
});

test('points are packed until they are taken', () => {
  const pack = new PointPack();
  expect(pack.take()).toBeUndefined();
  expect(pack.add(3, 1_000, 0.5)).toBe(false);
  pack.add(4, 1_001, 0.25);
  expect([...(pack.take() ?? [])]).toEqual([3, 1_000, 0.5, 4, 1_001, 0.25]);
  expect(pack.take()).toBeUndefined();
});
