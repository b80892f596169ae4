import { describe, expect, test, vi } from 'vitest';
import { event, type FakeSource } from '../fake-source.ts';
import { HubOfTabs } from './hub-of-tabs.ts';
import { SharedTab } from './shared-tab.ts';

const hubOf = new HubOfTabs();
const { tab, open, last } = hubOf;

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

test('pages whose topics together are too long for one address have a stream each', async () => {
  const long = (folder: string) => Array.from({ length: 18 }, (_, i) => `${folder}/температура-в-здании/${i}`);
  await tab(long('a'), 'e1-1');
  await tab(long('b'), 'e1-1');
  expect(open().map(({ topics }) => topics.length)).toEqual([36]);
  await tab(long('c'), 'e1-1');
  expect(open().map(({ topics }) => topics.length)).toEqual([36, 18]);
});

describe('topics that nobody wants any more', () => {
  const long = (folder: string) => Array.from({ length: 30 }, (_, i) => `${folder}/температура-в-здании/${i}`);

  test('are left out at once where they would make the next address too long', async () => {
    const a = await tab(long('a'), 'e1-1');
    last().live();
    a.feed.close();
    await tab(long('b'), 'e1-1');
    await vi.advanceTimersByTimeAsync(50);
    expect(last().changes.map(({ unsubscribe }) => unsubscribe)).toEqual([long('a')]);
    expect(open()).toHaveLength(1);
  });

  test('end no page when they made the address too long', async () => {
    const [a, b] = [await tab(['a'], 'e1-1'), await tab(['b'], 'e1-1')];
    last().live();
    b.feed.close();
    last().report({ state: 'reconnecting', retryAt: Date.now() + 1_000 });
    const refusal = { state: 'closed', reason: 'URI Too Long', refusal: { status: 414 } } as const;
    last().report(refusal);
    expect([open().map(({ topics }) => topics), a.state]).toEqual([[['a']], 'reconnecting']);
    last().report(refusal);
    expect(a.state).toBe('closed');
  });
});

describe('what the service refuses', () => {
  const refuse = (reason = 'not allowed') => last().report({ state: 'closed', reason });

  test('ends only the page that asked for it', async () => {
    const a = await tab(['a'], 'e1-1');
    const b = await tab(['secret'], 'e1-1');
    refuse();
    expect(open().map(({ topics }) => topics)).toEqual([['a'], ['secret']]);
    refuse();
    open()[0]!.live();
    open()[0]!.bring(event('a', 2));
    expect([a.state, a.got, b.feed.status]).toEqual(['live', ['a@e1-2'], { state: 'closed', reason: 'not allowed' }]);
  });

  test('by name parts at once only the pages that asked for it', async () => {
    const topics = ['a', 'b', 'secret', 'c', 'd', 'e'];
    const tabs = await Promise.all(topics.map((topic) => tab([topic], 'e1-1')));
    const count = hubOf.sources.length;
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
    expect(hubOf.sources.length - count).toBe(2);
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
    expect(hubOf.sources).toHaveLength(1);
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
