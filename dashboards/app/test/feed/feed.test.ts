import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConnectionStatus, FeedGap } from '@livefeed/client';
import { EventRouter } from '../../src/feed/event-router.ts';
import { Feed } from '../../src/feed/feed.ts';
import { FeedClock } from '../../src/feed/feed-clock.ts';
import { maxBuffered } from '../../src/feed/stream-buffer.ts';
import { FakeTile } from '../support/fake-tile.ts';
import { ScriptedService } from '../support/scripted-service.ts';

const window = 300_000;
// Thousands of events pass in virtual time: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_700 });
  vi.stubGlobal('reportError', vi.fn());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function open(service: ScriptedService) {
  const router = new EventRouter();
  const statuses: ConnectionStatus[] = [];
  const gaps: FeedGap[] = [];
  vi.stubGlobal('fetch', service.fetch);
  const out = { router, clock: new FeedClock(), onStatus: (status: ConnectionStatus) => statuses.push(status), onGap: (gap: FeedGap) => gaps.push(gap), onFilled: () => {} };
  const feed = new Feed(out, service.openFeed);
  const owner = {};
  let tiles: FakeTile[] = [];
  const show = () => feed.follow({ owner, subscriptions: tiles.map(({ subscription }) => subscription), topics: [], window });
  return {
    feed, router, statuses, gaps,
    add(...more: FakeTile[]) {
      tiles = [...tiles, ...more];
      for (const { subscription } of more) router.add(subscription);
      show();
    },
    remove(tile: FakeTile) {
      tiles = tiles.filter((one) => one !== tile);
      tile.subscription.close();
      router.remove(tile.subscription);
      show();
    },
  };
}

/** 200 a second, in turn to these topics. */
function publishTo(service: ScriptedService, ...topics: string[]) {
  let next = 0;
  return setInterval(() => service.publish(topics[next++ % topics.length] as string), 5);
}

describe('topics that join while 200 events a second come', () => {
  const slow = [0, 30, 700];
  const cases = slow.flatMap((first) => slow.flatMap((second) => [false, true].flatMap((late) => [0, 400].flatMap((lag) => [40, 5_000].map((page) => [first, second, late, lag, page] as const)))));

  test.each(cases)('have every event once, with history of %d ms, then %d ms, looked at late: %s, the stream behind by %d ms, %d events a page', async (first, second, late, lag, pageEvents) => {
    const service = new ScriptedService();
    const page = open(service);
    const publishing = publishTo(service, 'a/1', 'a/2', 'a/3', 'b');
    await vi.advanceTimersByTimeAsync(500);
    const tiles = { one: new FakeTile({ topics: ['a/1'] }), two: new FakeTile({ topics: ['a/2'] }), all: new FakeTile({ topics: ['a/*'] }), other: new FakeTile({ topics: ['b'] }) };
    Object.assign(service, { streamLag: lag, looksWhenAnswering: () => late, pageEvents });

    page.add(tiles.one);
    await vi.advanceTimersByTimeAsync(1_000);
    service.historyTakes = () => first;
    page.add(tiles.two);
    await vi.advanceTimersByTimeAsync(350);
    // Whether the addition before has been read or not.
    service.historyTakes = () => second;
    page.add(tiles.all, tiles.other);
    await vi.advanceTimersByTimeAsync(4_000);
    clearInterval(publishing);
    service.historyTakes = () => 0;
    await vi.advanceTimersByTimeAsync(20_000);

    const expected = { one: 'a/1', two: 'a/2', all: 'a/*', other: 'b' };
    for (const [name, pattern] of Object.entries(expected)) expect(tiles[name as keyof typeof tiles].positions, name).toEqual(service.positionsOf(pattern));
    expect(page.gaps).toEqual([]);
    expect(service.streamCount).toBe(1);
  });

  test('lose nothing when positions jump, as they do when the service starts', async () => {
    const service = new ScriptedService();
    const page = open(service);
    const one = new FakeTile({ topics: ['a'] });
    const two = new FakeTile({ topics: ['b'] });
    page.add(one);
    await vi.advanceTimersByTimeAsync(500);
    for (let i = 0; i < 50; i++) {
      service.publish(i % 2 === 0 ? 'a' : 'b', i === 9 ? 2 ** 32 : i === 19 ? 2 ** 52 : 1);
      if (i === 8) page.add(two);
      await vi.advanceTimersByTimeAsync(5);
    }
    await vi.advanceTimersByTimeAsync(5_000);
    expect([one.positions, two.positions]).toEqual([service.positionsOf('a'), service.positionsOf('b')]);
  });

  test('that are followed already need no other stream', async () => {
    const service = new ScriptedService();
    const opened = vi.spyOn(service, 'streamCount', 'get');
    const made = vi.fn(service.openFeed);
    Object.assign(service, { openFeed: made });
    const page = open(service);
    const publishing = publishTo(service, 'a/1');
    const one = new FakeTile();
    const two = new FakeTile({ title: 'another' });
    page.add(one);
    await vi.advanceTimersByTimeAsync(1_000);
    service.historyTakes = () => 600;
    page.add(two);
    await vi.advanceTimersByTimeAsync(3_000);
    clearInterval(publishing);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(two.positions).toEqual(service.positionsOf('a/1'));
    expect(made).toHaveBeenCalledTimes(1);
    opened.mockRestore();
  });
});

test('what is held while history is read is bounded, and nothing is lost by that', async () => {
  const service = new ScriptedService();
  service.pageEvents = 100_000;
  const page = open(service);
  const one = new FakeTile();
  page.add(one);
  await vi.advanceTimersByTimeAsync(100);
  service.historyTakes = () => 5_000;
  const two = new FakeTile({ title: 'two' });
  page.add(two);
  await vi.advanceTimersByTimeAsync(100);
  for (let i = 0; i < maxBuffered.events + 500; i++) service.publish('a/1');
  await vi.advanceTimersByTimeAsync(30_000);
  expect(two.came.length).toBe(maxBuffered.events + 500);
  expect(two.positions).toEqual(service.positionsOf('a/1'));
  expect(one.positions).toEqual(service.positionsOf('a/1'));
});

test('a tile whose history is slow does not hold up the others', async () => {
  const service = new ScriptedService();
  const page = open(service);
  const [quick, slow] = [new FakeTile({ topics: ['a'] }), new FakeTile({ topics: ['b'] })];
  page.add(quick);
  await vi.advanceTimersByTimeAsync(500);
  service.historyTakes = () => 60_000;
  page.add(slow);
  await vi.advanceTimersByTimeAsync(500);
  service.publish('a');
  await vi.advanceTimersByTimeAsync(500);
  expect([quick.came.length, quick.isReading, slow.isReading]).toEqual([1, false, true]);
});

describe('a history that cannot be read', () => {
  test('because the service is busy is asked for again when it says, and the page says what it delays for', async () => {
    const service = new ScriptedService();
    service.publish('a/1');
    const page = open(service);
    const tile = new FakeTile();
    const answers = [new Response('{"detail":"too many queries"}', { status: 503, headers: { 'Retry-After': '7', 'Content-Type': 'application/problem+json' } })];
    vi.stubGlobal('fetch', (input: string, init?: RequestInit) => answers.shift() ?? service.fetch(input, init));
    page.add(tile);
    await vi.advanceTimersByTimeAsync(6_900);
    expect([tile.came.length, tile.isReading]).toEqual([0, true]);
    expect(page.statuses.at(-1)).toMatchObject({ state: 'connecting', reason: 'reading history: too many queries' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect([tile.came.length, tile.isReading]).toEqual([1, false]);
  });

  test('because the service is away is asked for until it is there', async () => {
    const service = new ScriptedService();
    service.publish('a/1');
    const page = open(service);
    const tile = new FakeTile();
    let isAway = true;
    vi.stubGlobal('fetch', (input: string, init?: RequestInit) => (isAway ? Promise.reject(new TypeError('Failed to fetch')) : service.fetch(input, init)));
    page.add(tile);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(page.statuses.at(-1)).toMatchObject({ state: 'reconnecting', reason: 'the service cannot be reached' });
    isAway = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tile.positions).toEqual(service.positionsOf('a/1'));
  });

  test('because it is forbidden keeps one tile from its topics, and none of the others', async () => {
    const service = new ScriptedService();
    service.publish('a');
    const page = open(service);
    const [allowed, forbidden] = [new FakeTile({ topics: ['a'] }), new FakeTile({ topics: ['secret'] })];
    vi.stubGlobal('fetch', (input: string, init?: RequestInit) =>
      input.includes('secret') ? Promise.resolve(Response.json({ detail: 'not for you' }, { status: 403 })) : service.fetch(input, init));
    page.add(allowed, forbidden);
    await vi.advanceTimersByTimeAsync(1_000);
    service.publish('a');
    service.publish('secret');
    await vi.advanceTimersByTimeAsync(1_000);
    expect([allowed.positions, forbidden.came, forbidden.refusals]).toEqual([service.positionsOf('a'), [], ['not for you']]);
  });

  test('because it is read through code that fails is a fault of that tile, and not of the service', async () => {
    const service = new ScriptedService();
    service.publish('a/1');
    const page = open(service);
    const broken = new FakeTile({}, () => {
      throw new RangeError('Invalid time value');
    });
    const fine = new FakeTile();
    page.add(broken, fine);
    await vi.advanceTimersByTimeAsync(1_000);
    service.publish('a/2');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fine.positions).toEqual(service.positionsOf('a/*'));
    expect(broken.faults.length).toBeGreaterThan(0);
    expect(page.statuses.map(({ state }) => state)).toEqual(['connecting', 'live']);
  });
});

describe('edits', () => {
  test('that follow each other are read once, when they have ended', async () => {
    const service = new ScriptedService();
    const page = open(service);
    page.add(new FakeTile({ topics: ['x'] }));
    await vi.advanceTimersByTimeAsync(1_000);
    service.historyTakes = () => 50;
    const before = service.asked.length;
    let tile: FakeTile | undefined;
    for (const topic of ['o', 'or', 'ord', 'orde', 'order', 'orders']) {
      if (tile !== undefined) page.remove(tile);
      tile = new FakeTile({ topics: [topic] });
      page.add(tile);
      await vi.advanceTimersByTimeAsync(120);
    }
    await vi.advanceTimersByTimeAsync(2_000);
    const asked = service.asked.slice(before).map((query) => query.get('topic'));
    expect(new Set(asked)).toEqual(new Set(['o', 'orders']));
    expect(service.streamCount).toBe(1);
  });
});

describe('a gap', () => {
  test('that history tells is told in its place, and once to the page', async () => {
    const service = new ScriptedService();
    const page = open(service);
    const gap = { after: 'e1-2', before: 'e1-9', reason: 'lost' };
    const event = (n: number) => ({ position: `e1-${n}`, topic: 'a/1', event: 'message', time: '1970-01-01T00:16:00Z', data: n });
    const order: unknown[] = [];
    const tiles = [new FakeTile({ type: 'events' }), new FakeTile({ type: 'events', title: 'two' })];
    for (const { subscription } of tiles.slice(0, 1)) {
      subscription.tell({ onGap: ({ reason }) => order.push(reason), onReading: () => {}, onRefused: () => {}, onFault: () => {} });
      subscription.router.add({ wants: () => true, accept: ({ data }) => order.push(data) });
    }
    vi.stubGlobal('fetch', (input: string) =>
      Promise.resolve(Response.json(input.includes('after=') ? { events: [], next: 'e1-9' } : { events: [event(1), event(2), event(9)], next: 'e1-9', gap })));
    page.add(...tiles);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(order).toEqual([1, 2, 'lost', 9]);
    expect(page.gaps).toEqual([gap]);
  });
});
