import { describe, expect, test, vi } from 'vitest';
import { event } from './fake-source.ts';
import { useSharedHub } from './shared-hub.ts';
import { SharedTab } from './shared-tab.ts';

const { tab, last, open, made } = useSharedHub();

describe('pages of one browser', () => {
  test('share one stream of all their topics, and each gets its own', async () => {
    const a = await tab(['a/*'], 'e1-1');
    const b = await tab(['b', 'a/x'], 'e1-1');
    last().live();
    last().bring(event('a/x', 2), event('b', 3), event('a/y', 4), event('', 5));
    expect(open().map(({ topics }) => topics)).toEqual([['a/*', 'b']]);
    expect(a.got).toEqual(['a/x@e1-2', 'a/y@e1-4', '@e1-5']);
    expect(b.got).toEqual(['a/x@e1-2', 'b@e1-3', '@e1-5']);
    expect([a.state, b.state]).toEqual(['live', 'live']);
  });

  test('need no other stream for topics that one of them follows', async () => {
    await tab(['**'], 'e1-1');
    last().live();
    await tab(['a'], 'e1-1');
    expect(made()).toHaveLength(1);
  });

  test('are live at once when the stream is', async () => {
    await tab(['**'], 'e1-1');
    last().live();
    expect((await tab(['a'], 'e1-1')).state).toBe('live');
  });

  test('are told of every change, and any of them may ask for another attempt', async () => {
    const a = await tab(['a'], 'e1-1');
    const b = await tab(['a'], 'e1-1');
    last().live();
    last().report({ state: 'reconnecting', reason: 'lost', retryAt: Date.now() + 60_000 });
    b.feed.retryNow();
    expect([a.feed.status.reason, b.feed.status.reason]).toEqual(['lost', 'lost']);
    expect(last().retries).toBe(1);
  });

  test('ask for an attempt that is due and has not begun, as when the timers of the hub are slow', async () => {
    await tab(['a'], 'e1-1');
    last().report({ state: 'reconnecting', retryAt: Date.now() + 1_000 });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(last().retries).toBe(1);
  });
});

describe('a page that is slow', () => {
  test('is sent what has gathered at once when it has taken what was under way', async () => {
    const a = await tab(['a'], 'e1-1');
    last().live();
    a.asleep = [];
    for (let n = 2; n < 100; n++) last().bring(event('a', n));
    expect(a.asleep).toHaveLength(1);
    a.wake();
    expect([a.got.length, a.batches]).toEqual([98, 2]);
  });

  test('is let go when too much waits for it', async () => {
    const a = await tab(['a'], 'e1-1');
    last().live();
    a.asleep = [];
    last().bring(event('a', 2));
    for (let n = 0; n < 21; n++) last().bring(...Array.from({ length: 1_000 }, (_, i) => event('a', 3 + n * 1_000 + i)));
    a.wake();
    expect(last().position).toBe('e1-2');
  });
});

test('a page that is hidden gets what there is once a second, and all of it when it is shown', async () => {
  const page = Object.assign(new EventTarget(), { hidden: true });
  vi.stubGlobal('document', page);
  const a = await tab(['a'], 'e1-1');
  last().live();
  for (let n = 2; n < 102; n++) {
    last().bring(event('a', n));
    await vi.advanceTimersByTimeAsync(30);
  }
  expect(a.batches).toBeLessThanOrEqual(4);
  page.hidden = false;
  page.dispatchEvent(new Event('visibilitychange'));
  expect(a.got).toHaveLength(100);
  vi.unstubAllGlobals();
});

test('more topics than the service takes on one stream go to a second', async () => {
  const many = (name: string) => Array.from({ length: 60 }, (_, i) => `${name}/${i}`);
  await tab(many('a'), 'e1-1');
  await tab(many('b'), 'e1-1');
  await tab(many('a'), 'e1-1');
  expect(open().map(({ topics }) => topics.length)).toEqual([60, 60]);
});

describe('without a hub', () => {
  test('a page has a stream of its own', async () => {
    const a = new SharedTab(['a'], 'e1-1', undefined);
    await a.start();
    await vi.advanceTimersByTimeAsync(5_000);
    a.own[0]?.bring(event('a', 2));
    expect(a.got).toEqual(['a@e1-2']);
  });

  test('that was there and is gone, it has too, from where it was', async () => {
    const a = await tab(['a'], 'e1-1');
    last().live();
    last().bring(event('a', 2));
    a.moveTo(undefined);
    await vi.advanceTimersByTimeAsync(130_000);
    expect(a.own.map(({ position }) => position)).toEqual(['e1-2']);
  });
});

test('the last page that goes ends the stream', async () => {
  const a = await tab(['a'], 'e1-1');
  a.feed.close();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(open()).toHaveLength(0);
});
