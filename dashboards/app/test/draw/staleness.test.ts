import { describe, expect, test } from 'vitest';
import { staleFor } from '../../src/draw/staleness.ts';

describe('a tile is stale', () => {
  test('after three intervals without data, but not before five seconds', () => {
    expect(staleFor(5_000, 0, 1_000, undefined)).toBeUndefined();
    expect(staleFor(5_001, 0, 1_000, undefined)).toBe(5_001);
    expect(staleFor(30_000, 0, 10_000, undefined)).toBeUndefined();
    expect(staleFor(30_001, 0, 10_000, undefined)).toBe(30_001);
  });

  test('when the board says so', () => {
    expect(staleFor(2_001, 0, 1_000, 2_000)).toBe(2_001);
    expect(staleFor(50_000, 0, 1_000, 60_000)).toBeUndefined();
  });

  test('never before it had data, nor while its interval is unknown', () => {
    expect(staleFor(99_000, Number.NEGATIVE_INFINITY, undefined, 5_000)).toBeUndefined();
    expect(staleFor(99_000, 0, undefined, undefined)).toBeUndefined();
  });
});
