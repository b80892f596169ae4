import { expect, test } from 'vitest';
import { IndexPool } from '../../src/tiles/sparklines/index-pool.ts';

test('indexes of what has gone are given again, so that they stay few', () => {
  const pool = new IndexPool<string>();
  expect([pool.of('a'), pool.of('b'), pool.of('a')]).toEqual([0, 1, 0]);
  expect([pool.free('a'), pool.free('a'), pool.has('a')]).toEqual([0, undefined, false]);
  expect([pool.of('c'), pool.of('d'), pool.size]).toEqual([0, 2, 3]);
});
