import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FeedHub } from '../src/sharing/feed-hub.ts';
import { event, FakeSource } from './fake-source.ts';
import { SharedTab } from './shared-tab.ts';

let sources: FakeSource[];
let hub: FeedHub;

beforeEach(() => {
  vi.useFakeTimers();
  sources = [];
  hub = newHub();
});

afterEach(() => {
  hub.close();
  vi.useRealTimers();
});

const newHub = () =>
  new FeedHub((topics, after) => {
    const source = new FakeSource(topics, after);
    sources.push(source);
    return source;
  });
const tab = (topics: readonly string[], after?: string) => new SharedTab(topics, after, hub).start();
const open = () => sources.filter(({ isClosed }) => !isClosed);
const last = () => sources.at(-1)!;

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
    expect(sources).toHaveLength(1);
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
    expect(sources).toHaveLength(1);
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

  test('when the stream is opened again for more topics', async () => {
    const a = await tab(['a'], 'e1-1');
    last().live();
    last().bring(event('a', 7));
    const b = await tab(['b'], 'e1-5');
    expect([last().topics, last().position]).toEqual([['a', 'b'], 'e1-5']);
    last().bring(event('b', 6), event('a', 7), event('a', 8));
    expect(a.got).toEqual(['a@e1-7', 'a@e1-8']);
    expect(b.got).toEqual(['b@e1-6']);
  });

  test('when it is opened again twice before it was live', async () => {
    const a = await tab(['a'], 'e1-10');
    const b = await tab(['b'], 'e1-5');
    const c = await tab(['c'], 'e1-7');
    expect(last().position).toBe('e1-5');
    last().bring(event('b', 6), event('c', 6), event('c', 8), event('a', 9), event('a', 11));
    expect([a.got, b.got, c.got]).toEqual([['a@e1-11'], ['b@e1-6'], ['c@e1-8']]);
  });

  test('when a page goes: its topics are left out a moment later', async () => {
    const a = await tab(['a'], 'e1-1');
    const b = await tab(['b'], 'e1-1');
    last().live();
    last().bring(event('a', 2), event('b', 3));
    b.feed.close();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(open().map(({ topics, position }) => [topics, position])).toEqual([[['a'], 'e1-3']]);
    last().bring(event('a', 4));
    expect(a.got).toEqual(['a@e1-2', 'a@e1-4']);
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
    hub.close();
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

test('an ephemeral event reaches those who are there', async () => {
  const a = await tab(['a'], 'e1-1');
  last().live();
  last().bring(event('a'));
  const b = await tab(['a'], 'e1-1');
  expect([a.got, b.got]).toEqual([['a@'], []]);
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

describe('what the service refuses', () => {
  const refuse = (reason = 'not allowed') => last().report({ state: 'closed', reason });

  test('ends only the page that asked for it', async () => {
    const a = await tab(['a'], 'e1-1');
    last().live();
    const b = await tab(['secret'], 'e1-1');
    refuse();
    expect(open().map(({ topics }) => topics)).toEqual([['a'], ['secret']]);
    refuse();
    open()[0]!.bring(event('a', 2));
    expect([a.state, a.got, b.feed.status]).toEqual(['live', ['a@e1-2'], { state: 'closed', reason: 'not allowed' }]);
  });

  test('by name parts at once only the pages that asked for it', async () => {
    const topics = ['a', 'b', 'secret', 'c', 'd', 'e'];
    const tabs = await Promise.all(topics.map((topic) => tab([topic], 'e1-1')));
    const count = sources.length;
    const forbid = (source: FakeSource) =>
      source.report({
        state: 'closed',
        reason: 'not allowed',
        refusal: { status: 403, forbidden: ['secret'], allowed: ['a'] },
      });
    forbid(last());
    for (const source of open()) source.topics.includes('secret') ? forbid(source) : source.live();
    expect(tabs.map(({ state }) => state)).toEqual(['live', 'live', 'closed', 'live', 'live', 'live']);
    expect(tabs[2]?.feed.status.refusal).toEqual({ status: 403, forbidden: ['secret'], allowed: ['a'] });
    expect(sources.length - count).toBe(2);
  });

  test('is found among pages that came together', async () => {
    const tabs = [await tab(['a'], 'e1-1'), await tab(['secret'], 'e1-1'), await tab(['c'], 'e1-1')];
    for (let i = 0; i < 8; i++) {
      for (const source of open()) {
        if (source.topics.includes('secret')) source.report({ state: 'closed', reason: 'not allowed' });
        else source.live();
      }
    }
    expect(tabs.map(({ state }) => state)).toEqual(['live', 'closed', 'live']);
  });

  test('while it was live ends all', async () => {
    const a = await tab(['a'], 'e1-1');
    const b = await tab(['a'], 'e1-1');
    last().live();
    refuse('an operator ended this connection');
    expect([a.state, b.state]).toEqual(['closed', 'closed']);
    expect(sources).toHaveLength(1);
  });

  test('may be asked for again', async () => {
    await tab(['a'], 'e1-1');
    refuse();
    await tab(['a'], 'e1-1');
    last().live();
    expect(open().map(({ topics }) => topics)).toContainEqual(['a']);
  });
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
    a.own[0]!.bring(event('a', 2));
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
