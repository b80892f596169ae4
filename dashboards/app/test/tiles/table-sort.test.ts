import { expect, test } from 'vitest';
import { compareCells, nextSort } from '../../src/tiles/table/table-sort.ts';

test('a head sorts numbers largest first and names from the start, and the other way around when clicked again', () => {
  expect(nextSort(undefined, 0)).toEqual({ column: 0, isDescending: false });
  const first = nextSort(undefined, 1);
  expect(first).toEqual({ column: 1, isDescending: true });
  expect(nextSort(first, 1)).toEqual({ column: 1, isDescending: false });
  expect(nextSort(first, 2)).toEqual({ column: 2, isDescending: true });
});

test.each([
  [[10, 9, undefined, 100], false, [9, 10, 100, undefined]],
  [[10, 9, undefined, 100], true, [100, 10, 9, undefined]],
  [['core 10', 'core 9', null], false, ['core 9', 'core 10', null]],
])('%j sorted (descending: %s) is %j', (cells, isDescending, sorted) => {
  // A sort of the platform's own puts undefined last before it asks: it must not matter.
  const boxed = cells.map((cell) => ({ cell }));
  expect(boxed.sort((a, b) => compareCells(a.cell, b.cell, isDescending)).map(({ cell }) => cell)).toEqual(sorted);
});
