import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Throttle } from '../../src/draw/throttle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a pace acts at once, then at most once a time, in step with those who ask', () => {
  const times: number[] = [];
  const start = performance.now();
  const pace = new Throttle(
    250,
    () => times.push(performance.now() - start),
    () => {},
  );
  for (let i = 0; i < 10; i++) {
    pace.ask();
    vi.advanceTimersByTime(100);
  }
  expect(times).toEqual([0, 300, 600, 900]);
});

test('what a pace was asked for last is done as soon as its time is over, though nobody asks again', () => {
  const times: number[] = [];
  const start = performance.now();
  const pace = new Throttle(250, () => times.push(performance.now() - start));
  pace.ask();
  vi.advanceTimersByTime(100);
  pace.ask();
  vi.advanceTimersByTime(5_000);
  expect(times).toEqual([0, 250]);
});

test('a pace has whoever it serves ask again, where that has a better moment', () => {
  const times: number[] = [];
  const pace = new Throttle(
    250,
    () => times.push(performance.now()),
    () => setTimeout(() => pace.ask(), 16),
  );
  const start = performance.now();
  pace.ask();
  pace.ask();
  vi.advanceTimersByTime(5_000);
  expect(times).toEqual([start, start + 266]);
});

test('a pace that is stopped acts no more', () => {
  const action = vi.fn();
  const pace = new Throttle(250, action);
  pace.ask();
  pace.ask();
  pace.stop();
  vi.advanceTimersByTime(5_000);
  expect(action).toHaveBeenCalledTimes(1);
});
