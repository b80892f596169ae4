import { describe, expect, test } from 'vitest';
import { fillRows } from '../../src/page/board-grid.ts';

describe('rows are filled', () => {
  test.each([
    [[1, 1, 1, 2, 1, 1], 2, [1, 1, 2, 2, 1, 1]],
    [[2, 2, 2, 3, 3, 6], 6, [2, 2, 2, 3, 3, 6]],
    [[2, 2, 3, 3, 6], 6, [2, 4, 3, 3, 6]],
    [[3, 6], 6, [6, 6]],
    [[2], 6, [6]],
  ])('%j in %i columns become %j', (widths, columns, filled) => {
    expect(fillRows(widths, columns)).toEqual(filled);
  });
});
