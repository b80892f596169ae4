import { describe, expect, test, vi } from 'vitest';
import { event } from '../fake-source.ts';
import { HubOfTabs } from './hub-of-tabs.ts';

const hubOf = new HubOfTabs();
const { newHub, tab, open, last } = hubOf;

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
    expect(hubOf.sources).toHaveLength(1);
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

describe('nothing is lost or comes twice', () => {
  test('when a page joins behind the stream', async () => {
    const a = await tab(['a'], 'e1-1');
    last().live();
    last().bring(event('a', 2), event('a', 3), event('a', 10));
    const b = await tab(['a'], 'e1-2');
    last().bring(event('a', 11));
    expect(hubOf.sources).toHaveLength(1);
    expect(b.got).toEqual(['a@e1-3', 'a@e1-10', 'a@e1-11']);
    expect(a.got).toEqual(['a@e1-2', 'a@e1-3', 'a@e1-10', 'a@e1-11']);
  });

  test('when a page joins further behind than is remembered', async () => {
    const a = await tab(['a'], 'e1-5');
    last().live();
    last().bring(event('a', 6));
    const b = await tab(['a'], 'e1-2');
    expect(last().position).toBe('e1-2');
    last().bring(event('a', 4), event('a', 6), event('a', 7));
    expect(a.got).toEqual(['a@e1-6', 'a@e1-7']);
    expect(b.got).toEqual(['a@e1-4', 'a@e1-6', 'a@e1-7']);
  });

  test('when a page joins ahead of the stream', async () => {
    await tab(['**'], 'e1-1');
    last().live();
    const b = await tab(['a'], 'e1-9');
    last().bring(event('a', 8), event('a', 9), event('a', 10));
    expect(b.got).toEqual(['a@e1-10']);
  });

  test('when it is opened again twice before it was live', async () => {
    const a = await tab(['a'], 'e1-10');
    const b = await tab(['b'], 'e1-5');
    const c = await tab(['c'], 'e1-7');
    expect(last().position).toBe('e1-5');
    last().bring(event('b', 6), event('c', 6), event('c', 8), event('a', 9), event('a', 11));
    expect([a.got, b.got, c.got]).toEqual([['a@e1-11'], ['b@e1-6'], ['c@e1-8']]);
  });

  test('when a page was asleep and let go: it joins again from where it was', async () => {
    const a = await tab(['a'], 'e1-1');
    last().live();
    last().bring(event('a', 2));
    a.asleep = [];
    last().bring(event('a', 3));
    last().bring(event('a', 4));
    await vi.advanceTimersByTimeAsync(70_000);
    expect(open()).toHaveLength(0);
    a.wake();
    expect(last().position).toBe('e1-3');
    last().bring(event('a', 4));
    expect(a.got).toEqual(['a@e1-2', 'a@e1-3', 'a@e1-4']);
  });

  test('when another page takes the hub over', async () => {
    const a = await tab(['a'], 'e1-1');
    last().live();
    last().bring(event('a', 2));
    a.asleep = [];
    last().bring(event('a', 3));
    hubOf.hub.close();
    const waiting = a.asleep;
    a.asleep = undefined;
    a.moveTo(newHub());
    for (const run of waiting) run();
    expect(last().position).toBe('e1-2');
    last().bring(event('a', 3), event('a', 4));
    expect(a.got).toEqual(['a@e1-2', 'a@e1-3', 'a@e1-4']);
  });

  test('when the log begins anew', async () => {
    const a = await tab(['a'], 'e1-50');
    last().live();
    last().gap({ after: 'e1-50', before: 'e2-1', reason: 'epoch' });
    last().bring(event('a', 1, 'e2'));
    const b = await tab(['a'], 'e2-0');
    last().bring(event('a', 1, 'e2'), event('a', 2, 'e2'));
    expect(a.gaps).toHaveLength(1);
    expect(a.got).toEqual(['a@e2-1', 'a@e2-2']);
    expect(b.got).toEqual(['a@e2-1', 'a@e2-2']);
  });
});

test('a gap reaches those whose events it had, and not those who have them', async () => {
  const a = await tab(['a'], 'e1-50');
  last().live();
  const b = await tab(['a'], 'e1-1');
  last().gap({ after: 'e1-1', before: 'e1-20', reason: 'expired' });
  expect([a.gaps.length, b.gaps.length]).toEqual([0, 1]);
});

test('pages go on below where they were when an older copy of the log was restored', async () => {
  const a = await tab(['a'], 'e1-50');
  last().live();
  last().gap({ after: 'e1-50', before: 'e1-41', reason: 'lost' });
  last().bring(event('a', 41), event('a', 42));
  expect([a.gaps.length, a.got, a.feed.position]).toEqual([1, ['a@e1-41', 'a@e1-42'], 'e1-42']);
});

test('an ephemeral event reaches those who are there', async () => {
  const a = await tab(['a'], 'e1-1');
  last().live();
  last().bring(event('a'));
  const b = await tab(['a'], 'e1-1');
  expect([a.got, b.got]).toEqual([['a@'], []]);
});
