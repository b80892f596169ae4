import { describe, expect, test } from 'vitest';
import { rankOf } from '../../src/tiles/level.ts';
import type { State } from '../../src/tiles/state.ts';
import { rectanglesOf } from '../../src/tiles/timeline/rectangles.ts';

const [up, down, idle, odd] = [
  { name: 'up', label: 'Up', level: 'good' },
  { name: 'down', label: 'Down', level: 'critical' },
  { name: 'idle', label: 'Idle', level: 'neutral' },
  { name: 'odd', label: 'Odd' },
] as const satisfies readonly State[];

describe('the rectangles of a row of ten cells over a hundred seconds', () => {
  const row = { from: 0, to: 100, cells: 10, rankOf: ({ level }: State) => rankOf(level) };
  const rectangles = (...segments: [State, number, number][]) =>
    rectanglesOf(
      segments.map(([state, from, to]) => ({ state, from, to })),
      row,
    ).map(({ state, begin, end }) => [state.name, begin, end]);

  test('are as long as the states, within the row', () => {
    expect(rectangles([up, -50, 40], [down, 40, 70], [up, 80, 500])).toEqual([
      ['up', 0, 4],
      ['down', 4, 7],
      ['up', 8, 10],
    ]);
  });

  test('show the worst of the states in a cell, however short it was', () => {
    expect(rectangles([up, 0, 33], [down, 33, 33.1], [up, 33.1, 100])).toEqual([
      ['up', 0, 3],
      ['down', 3, 4],
      ['up', 4, 10],
    ]);
    expect(rectangles([idle, 0, 9], [odd, 9, 10])).toEqual([['odd', 0, 1]]);
  });

  test('show the longest of those that are as bad as each other', () => {
    expect(rectangles([up, 0, 2], [odd, 2, 9], [up, 9, 10])).toEqual([['odd', 0, 1]]);
  });

  test('have a cell for a state of a moment, also at the very end', () => {
    expect(rectangles([down, 50, 50], [up, 100, 100])).toEqual([
      ['down', 5, 6],
      ['up', 9, 10],
    ]);
  });

  test('are no more than cells, of any number of states', () => {
    const flips = Array.from({ length: 20_000 }, (_, i): [State, number, number] => [
      i % 2 === 0 ? up : odd,
      i / 200,
      (i + 1) / 200,
    ]);
    expect(rectangles(...flips).length).toBeLessThanOrEqual(10);
  });
});
