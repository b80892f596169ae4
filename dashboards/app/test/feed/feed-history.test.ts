// Loaded here: virtual time does not wait until a refused answer has loaded it.
import '../../../client/src/refusal-answer.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeTile } from '../support/fake-tile.ts';
import { openPage } from '../support/feed-page.ts';
import { ScriptedService } from '../support/scripted-service.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_700 });
  vi.stubGlobal('reportError', vi.fn());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a history that cannot be read', () => {
  test('because the service is busy is asked for again when it says, and the page says what it delays for', async () => {
    const service = new ScriptedService();
    service.publish('a/1');
    const page = openPage(service);
    const tile = new FakeTile();
    const answers = [
      new Response('{"detail":"too many queries"}', {
        status: 503,
        headers: { 'Retry-After': '7', 'Content-Type': 'application/problem+json' },
      }),
    ];
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
    const page = openPage(service);
    const tile = new FakeTile();
    let isAway = true;
    vi.stubGlobal('fetch', (input: string, init?: RequestInit) =>
      isAway ? Promise.reject(new TypeError('Failed to fetch')) : service.fetch(input, init),
    );
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
    const page = openPage(service);
    const [allowed, forbidden] = [new FakeTile({ topics: ['a'] }), new FakeTile({ topics: ['secret'] })];
    vi.stubGlobal('fetch', (input: string, init?: RequestInit) =>
      input.includes('secret')
        ? Promise.resolve(Response.json({ detail: 'not for you' }, { status: 403 }))
        : service.fetch(input, init),
    );
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
    const page = openPage(service);
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
    const page = openPage(service);
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
    const page = openPage(service);
    const gap = { after: 'e1-2', before: 'e1-9', reason: 'lost' };
    const event = (n: number) => ({
      position: `e1-${n}`,
      topic: 'a/1',
      event: 'message',
      time: '1970-01-01T00:16:00Z',
      data: n,
    });
    const order: unknown[] = [];
    const tiles = [new FakeTile({ type: 'events' }), new FakeTile({ type: 'events', title: 'two' })];
    for (const { subscription } of tiles.slice(0, 1)) {
      subscription.tell({
        onGap: ({ reason }) => order.push(reason),
        onReading: () => {},
        onRefused: () => {},
        onLeftOut: () => {},
        onFault: () => {},
      });
      subscription.router.add({ wants: () => true, accept: ({ data }) => order.push(data) });
    }
    vi.stubGlobal('fetch', (input: string) =>
      Promise.resolve(
        Response.json(
          input.includes('after=')
            ? { events: [], next: 'e1-9' }
            : { events: [event(1), event(2), event(9)], next: 'e1-9', gap },
        ),
      ),
    );
    page.add(...tiles);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(order).toEqual([1, 2, 'lost', 9]);
    expect(page.gaps).toEqual([gap]);
  });
});
