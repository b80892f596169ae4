import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FeedClient } from '../../src/connection/feed-client.ts';
import type { OpenHubLine } from '../../src/sharing/messages.ts';
import { ShareOrOwn } from '../../src/sharing/share-or-own.ts';
import { SharedTransport } from '../../src/sharing/shared-transport.ts';
import { problem, settle } from '../fake-service.ts';
import { event, type FakeSource } from '../fake-source.ts';
import { FakeTransport } from '../transports/fake-transport.ts';
import { HubOfTabs } from './hub-of-tabs.ts';

const { open, last, sources, hubOf } = openHub();
let own: FakeTransport;
let feeds: FeedClient[];

function openHub() {
  const of = new HubOfTabs();
  return { open: of.open, last: of.last, sources: () => of.sources, hubOf: () => of.hub };
}

const toHub: OpenHubLine = async (events) => {
  const port = { send: (message: Parameters<typeof events.message>[0]) => events.message(message) };
  return { send: (message) => hubOf().take(port, message), close: () => {} };
};

beforeEach(() => {
  own = new FakeTransport('websocket');
  feeds = [];
  vi.stubGlobal('fetch', async () => problem(503, { title: 'Busy' }));
});

afterEach(() => {
  for (const feed of feeds) feed.close();
  vi.unstubAllGlobals();
});

/** A tab's feed, and what it got. */
async function tab(
  options: {
    topics?: string[];
    after?: string;
    last?: number;
    token?: string;
    lines?: OpenHubLine[];
    maxAttempts?: number;
  } = {},
) {
  const { topics = ['a'], after, last: count, token, lines = [toHub], maxAttempts } = options;
  const keys: string[] = [];
  const shared = new SharedTransport({
    token: token === undefined ? undefined : () => token,
    lines: (key) => {
      keys.push(key);
      return lines;
    },
  });
  const transport = new ShareOrOwn(shared, own);
  const feed = new FeedClient({ topics, after, last: count, transport, maxAttempts, random: () => 1 });
  const got: (string | undefined)[] = [];
  const marks: string[] = [];
  feed.listen({
    events: (events) => got.push(...events.map(({ position }) => position)),
    subscribed: (all) => marks.push(...all),
  });
  feeds.push(feed);
  feed.start();
  await settle();
  return { feed, got, marks, keys, transport };
}

const live = async (source: FakeSource, position: string) => {
  source.live(position);
  await settle();
};

describe('tabs with the same credentials', () => {
  test('have one connection, and each has all that it wants', async () => {
    const [first, second] = [await tab(), await tab({ topics: ['a'] })];
    await live(last(), 'e1-1');
    last().bring(event('a', 2), event('a', 3));
    await settle();
    expect(open()).toHaveLength(1);
    expect([first.got, second.got]).toEqual([
      ['e1-2', 'e1-3'],
      ['e1-2', 'e1-3'],
    ]);
    expect(first.feed.status).toMatchObject({ state: 'live', clientId: 'c-1' });
    expect(first.feed.position).toBe('e1-3');
    expect(own.tries).toBe(0);
  });

  test('are told how their connection is, and do not try by themselves', async () => {
    const { feed } = await tab();
    await live(last(), 'e1-1');
    last().report({ state: 'reconnecting', reason: 'the connection ended', retryAt: Date.now() + 4_000 });
    await settle();
    expect(feed.status).toMatchObject({ state: 'reconnecting', reason: 'the connection ended' });
    await live(last(), 'e1-1');
    expect(feed.status.state).toBe('live');
    expect(sources()).toHaveLength(1);
  });

  test('share a key, and those with another token have another', async () => {
    vi.useRealTimers();
    const keys = await Promise.all(
      ['one', 'one', 'two'].map(async (token) => {
        const { keys: used } = await tab({ token });
        await vi.waitFor(() => expect(used).toHaveLength(1), { timeout: 20_000 });
        return used[0];
      }),
    );
    expect(keys[0]).toBe(keys[1]);
    expect(keys[0]).not.toBe(keys[2]);
    expect(keys.join()).not.toContain('one');
  });
});

describe('topics that are added', () => {
  test('come by the same connection from now on', async () => {
    const { feed, got, marks } = await tab();
    await live(last(), 'e1-5');
    const changed = feed.change({ subscribe: [{ topic: 'b' }], unsubscribe: [] });
    await settle();
    await changed;
    await vi.advanceTimersByTimeAsync(50);
    expect(marks).toEqual([]);
    await last().accept();
    last().mark('e1-5', 'b');
    await settle();
    expect(marks).toEqual(['b']);
    last().bring(event('b', 6), event('a', 7));
    await settle();
    expect(got).toEqual(['e1-6', 'e1-7']);
    expect(open()).toHaveLength(1);
  });

  test('of which older events are wanted need a connection of its own', async () => {
    const { feed, transport } = await tab();
    await live(last(), 'e1-5');
    await expect(feed.change({ subscribe: [{ topic: 'b', after: 'e1-2' }], unsubscribe: [] })).rejects.toThrow(
      'another connection',
    );
    await settle();
    expect(own.tries).toBe(1);
    await own.connect('e1-5');
    expect(transport.name).toBe('websocket');
  });
});

describe("a connection of one's own is used", () => {
  test('for last events', async () => {
    await tab({ last: 5 });
    expect(own.tries).toBe(1);
    expect(sources()).toEqual([]);
  });

  test('where there is no hub', async () => {
    await tab({ lines: [] });
    expect(own.tries).toBe(1);
  });

  test('where nothing comes through the common one', async () => {
    await tab();
    await vi.advanceTimersByTimeAsync(7_999);
    expect(own.tries).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    await settle();
    expect(own.tries).toBe(1);
  });

  test('not because the service is away', async () => {
    await tab();
    last().report({ state: 'reconnecting', reason: 'the service cannot be reached', retryAt: Date.now() + 1_000 });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(own.tries).toBe(0);
  });

  test('where the common one is silent again and again', async () => {
    await tab();
    await live(last(), 'e1-1');
    for (let i = 0; i < 2; i++) {
      last().report({ state: 'reconnecting', reason: 'nothing came for too long', retryAt: Date.now() + 1_000 });
      await live(last(), 'e1-1');
    }
    expect(own.tries).toBe(1);
  });
});

test('a token of the common connection that is about to end is renewed by a tab', async () => {
  const { feed } = await tab();
  await live(last(), 'e1-1');
  feed.listen({ expiring: () => void feed.renew('newer') });
  last().expire(5_000);
  await settle();
  expect(last().tokens).toEqual(['newer']);
  expect(feed.status.state).toBe('live');
});

test('a refusal of the common connection is one of the tab', async () => {
  const { feed } = await tab();
  last().report({ state: 'closed', reason: 'Not allowed', refusal: { status: 403, forbidden: ['a'] } });
  await settle();
  expect(feed.status).toMatchObject({ state: 'closed', reason: 'Not allowed', refusal: { status: 403, forbidden: ['a'] } });
});

test('a connection that fails for all closes a tab that wants no more than so many attempts', async () => {
  const patient = await tab();
  const { feed } = await tab({ maxAttempts: 2 });
  const states: string[] = [];
  feed.listen({ status: ({ state }) => states.push(state) });
  const fail = (attempt: number) => last().report({ state: 'reconnecting', reason: 'away', attempt, retryAt: Date.now() });
  fail(1);
  await settle();
  expect(feed.status).toMatchObject({ state: 'reconnecting', attempt: 1 });
  fail(2);
  await settle();
  expect(feed.status).toMatchObject({ state: 'closed', reason: 'away', attempt: 2 });
  expect(states).toEqual(['reconnecting', 'closed']);
  expect(patient.feed.status.state).toBe('reconnecting');
});
