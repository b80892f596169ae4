import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FeedClock } from '../../src/feed/feed-clock.ts';

describe("the service's clock", () => {
  beforeEach(() => void vi.useFakeTimers({ now: 100_000 }));
  afterEach(() => void vi.useRealTimers());

  test('is this one until something is known', () => {
    expect(new FeedClock().now()).toBe(100_000);
  });

  test('is told by the event that travelled least, not by those that were replayed', () => {
    const clock = new FeedClock();
    for (const time of [10_000, 89_900, 89_950, 60_000]) clock.observe(time);
    expect(clock.now()).toBe(89_950);
  });

  test('may be ahead of this one', () => {
    const clock = new FeedClock();
    clock.observe(160_000);
    expect(clock.now()).toBe(160_000);
  });

  test('follows when this clock is corrected', () => {
    const clock = new FeedClock();
    clock.observe(99_990);
    const corrected = Date.now() + 600_000;
    vi.setSystemTime(corrected);
    for (let i = 1; i <= 300; i++) {
      vi.advanceTimersByTime(1_000);
      clock.observe(99_990 + i * 1_000);
    }
    expect(clock.now()).toBe(99_990 + 300_000);
  });

  test('is not what an event says that is far ahead of the service', () => {
    const clock = new FeedClock();
    clock.observe(99_000);
    clock.observeEvent(Date.UTC(2199));
    expect(clock.now()).toBe(99_000);
    clock.observeEvent(99_500);
    expect(clock.now()).toBe(99_500);
  });

  test('is right again once the service has told it, whatever an event said before', () => {
    const clock = new FeedClock();
    clock.observeEvent(Date.UTC(2199));
    clock.observe(99_000);
    expect(clock.now()).toBe(99_000);
  });

  test('is moved by no number of events by more than a producer may be ahead', () => {
    const clock = new FeedClock();
    clock.observe(100_000);
    for (let time = 100_000; time < 1_000_000; time += 1_000) clock.observeEvent(time);
    expect(clock.now()).toBe(160_000);
  });

  test('follows the events when this clock is set, until the service tells it again', () => {
    const clock = new FeedClock();
    clock.observe(100_000);
    vi.setSystemTime(Date.now() - 600_000);
    clock.observeEvent(100_500);
    expect(clock.now()).toBe(100_500);
  });
});
