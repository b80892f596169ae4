import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LiveFeed } from '../../src/feed/live-feed.ts';
import { ShareOrOwn } from '../../src/sharing/share-or-own.ts';
import { SharedTransport } from '../../src/sharing/shared-transport.ts';
import { settle } from '../fake-service.ts';
import { event } from '../fake-source.ts';
import { FakeTransport } from '../transports/fake-transport.ts';
import { HubOfTabs } from './hub-of-tabs.ts';

const hubOf = new HubOfTabs();
const { tab, last, line } = hubOf;
let page: EventTarget;
let seen: EventTarget & { hidden: boolean };

beforeEach(() => {
  page = new EventTarget();
  seen = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('document', seen);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const show = async (isShown: boolean) => {
  seen.hidden = !isShown;
  seen.dispatchEvent(new Event('visibilitychange'));
  await settle();
};
const happens = async (...names: string[]) => {
  for (const name of names) {
    page.dispatchEvent(new Event(name));
    await settle();
  }
};

/** A feed by the common stream, which is live, and all that it told. */
async function feedOfPage() {
  const shared = new SharedTransport({ token: undefined, lines: () => [line] });
  const transport = new ShareOrOwn(shared, new FakeTransport('websocket'));
  const feed = new LiveFeed({ topics: ['a'], after: 'e1-1' }, { root: '', transport });
  const got: string[] = [];
  const states: string[] = [];
  feed.on('*', ({ position = '' }: { position?: string }) => got.push(position));
  feed.onStatus(({ state }) => states.push(state));
  feed.start();
  await settle();
  last().live();
  await settle();
  return { feed, got, states };
}

const reconnect = () => last().report({ state: 'reconnecting', retryAt: Date.now() + 30_000 });

describe('the network of a page that shares its connection', () => {
  test('was away and is back: the hub is told, and the page keeps its share', async () => {
    const { feed, got, states } = await feedOfPage();
    await happens('offline', 'online');
    expect([last().newNetworks, hubOf.sources.length]).toEqual([1, 1]);
    expect(states).toEqual(['connecting', 'connected']);
    last().bring(event('a', 2));
    await settle();
    expect(got).toEqual(['e1-2']);
    feed.close();
  });

  test('was never away: the connection stays, and one that waits is tried at once', async () => {
    await tab(['a'], 'e1-1');
    last().live();
    reconnect();
    await happens('online');
    expect([last().retries, last().newNetworks]).toEqual([1, 0]);
  });
});

describe('a page that shares its connection', () => {
  test('and is shown has the hub try again at once, and not each time', async () => {
    const { feed } = await feedOfPage();
    reconnect();
    for (let i = 0; i < 5; i++) {
      await show(false);
      await show(true);
    }
    expect(last().retries).toBe(1);
    await vi.advanceTimersByTimeAsync(5_000);
    await show(true);
    expect(last().retries).toBe(2);
    feed.close();
  });

  test('and is hidden asks for nothing', async () => {
    await tab(['a'], 'e1-1');
    reconnect();
    await show(false);
    expect(last().retries).toBe(0);
  });
});
