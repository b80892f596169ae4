import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Backoff } from '../../src/connection/backoff.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => vi.useRealTimers());

const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
const lastFor = (backoff: Backoff, milliseconds: number) => {
  backoff.connected();
  pass(milliseconds);
  return backoff.next(1_000);
};

describe('full jitter', () => {
  test.each([
    [0, [0, 0, 0]],
    [0.5, [500, 1_000, 2_000]],
    [1, [1_000, 2_000, 4_000]],
  ])('with a random number of %d waits this much', (random, expected) => {
    const backoff = new Backoff(() => random);
    expect([1, 2, 3].map(() => backoff.next(1_000))).toEqual(expected);
  });

  test('is drawn afresh for each wait', () => {
    const draws = [0.1, 0.9];
    const backoff = new Backoff(() => draws.shift() ?? 0);
    expect([backoff.next(1_000), backoff.next(1_000)]).toEqual([100, 1_800]);
  });

  test('is never above half a minute', () => {
    const backoff = new Backoff(() => 1);
    expect(Math.max(...Array.from({ length: 2_000 }, () => backoff.next(1_000)))).toBe(30_000);
  });
});

test('failures are counted from the last connection', () => {
  const backoff = new Backoff(() => 1);
  backoff.next(1_000);
  backoff.next(1_000);
  expect(backoff.failures).toBe(2);
  backoff.connected();
  expect(backoff.failures).toBe(0);
  backoff.next(1_000);
  expect(backoff.failures).toBe(0);
});

describe('a connection', () => {
  test('that lasted is followed by the shortest wait', () => {
    const backoff = new Backoff(() => 1);
    expect([1, 2, 3].map(() => lastFor(backoff, 60_000))).toEqual([1_000, 1_000, 1_000]);
  });

  test('that is cut as soon as it opens is opened ever more slowly', () => {
    const backoff = new Backoff(() => 1);
    expect([1, 2, 3, 4].map(() => lastFor(backoff, 100))).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(lastFor(backoff, 60_000)).toBe(1_000);
  });
});
