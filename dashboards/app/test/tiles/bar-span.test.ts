import { expect, test } from 'vitest';
import { barSpan } from '../../src/tiles/bars/bar-span.ts';

test.each([
  [25, 0, 100, 0, 0.25],
  [120, 0, 100, 0, 1],
  [50, -50, 150, 0.25, 0.25],
  [-50, -50, 150, 0, 0.25],
  [0, -50, 150, 0.25, 0],
  [-30, -40, -20, 0.5, 0.5],
  [60, 50, 100, 0, 0.2],
  [5, 5, 5, 0, 0],
])('a bar of %d on a scale from %d to %d begins at %d and is %d long', (value, low, high, from, share) => {
  expect(barSpan(value, low, high)).toEqual({ from, share });
});
