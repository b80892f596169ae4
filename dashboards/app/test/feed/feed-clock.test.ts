import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FeedClock } from '../../src/feed/feed-clock.ts';
import { keepTime } from '../../src/feed/keep-time.ts';

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

  test('stays what the service told, though events of an hour ago come for hours', () => {
    const clock = new FeedClock();
    clock.observe(100_000);
    for (let i = 0; i < 7_200; i++) {
      vi.advanceTimersByTime(1_000);
      clock.observeEvent(Date.now() - 3_600_000);
    }
    expect(clock.now()).toBe(Date.now());
  });

  test('follows the answers when this clock is fast, and is not thrown back by slow ones', () => {
    const clock = new FeedClock();
    clock.observe(100_000);
    for (let i = 1; i <= 100; i++) {
      vi.advanceTimersByTime(300_000);
      clock.observe(100_000 + i * 299_900);
    }
    const ahead = () => Date.now() - clock.now();
    expect(Math.abs(ahead() - 10_000)).toBeLessThanOrEqual(100);
    for (let i = 0; i < 2; i++) {
      vi.advanceTimersByTime(300_000);
      clock.observe(Date.now() - 70_000);
    }
    expect(ahead()).toBe(12_000);
  });

  test('is asked for when this clock was set, and every few minutes', async () => {
    const serviceTime = () => 100_000 + performance.now() - begun;
    const begun = performance.now();
    const ask = vi.fn(async () => new Response('', { headers: { Date: new Date(serviceTime()).toUTCString() } }));
    vi.stubGlobal('fetch', ask);
    const clock = new FeedClock();
    keepTime(clock);
    await vi.advanceTimersByTimeAsync(900_000);
    expect(ask).toHaveBeenCalledTimes(3);
    vi.setSystemTime(Date.now() + 600_000);
    clock.observeEvent(serviceTime() - 3_600_000);
    await vi.advanceTimersByTimeAsync(0);
    expect(ask).toHaveBeenCalledTimes(4);
    expect(Math.abs(clock.now() - serviceTime())).toBeLessThanOrEqual(1_000);
    vi.unstubAllGlobals();
  });

  test('follows the events when this clock is set, until the service tells it again', () => {
    const clock = new FeedClock();
    clock.observe(100_000);
    vi.setSystemTime(Date.now() - 600_000);
    clock.observeEvent(100_500);
    expect(clock.now()).toBe(100_500);
  });
});
