import { expect, test } from 'vitest';
import { retryDelay } from '../../src/retry-delay.ts';

test('doubles with each failure, from the hint', () => {
  const delays = [0, 1, 2, 3].map((attempt) => retryDelay({ attempt, hint: 1_000, random: 1 }));
  expect(delays).toEqual([1_000, 2_000, 4_000, 8_000]);
});

test('spreads over all of it', () => {
  expect(retryDelay({ attempt: 2, hint: 1_000, random: 0 })).toBe(0);
  expect(retryDelay({ attempt: 2, hint: 1_000, random: 0.5 })).toBe(2_000);
});

test('is never longer than the cap, however many failures', () => {
  expect(retryDelay({ attempt: 500, hint: 2_000, random: 1 })).toBe(30_000);
  expect(retryDelay({ attempt: 0, hint: 90_000, random: 1 })).toBe(30_000);
});

test('uses two seconds while the service has given no hint', () => {
  expect(retryDelay({ attempt: 0, random: 1 })).toBe(2_000);
});

test('a hint of zero means at once', () => {
  expect(retryDelay({ attempt: 3, hint: 0, random: 0.7 })).toBe(0);
});
