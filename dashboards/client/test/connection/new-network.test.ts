import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Following } from './following.ts';

let feed: Following;
let page: EventTarget;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  feed = new Following();
  await feed.start();
  await feed.service.sendConnected();
});

afterEach(() => {
  feed.client.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const happens = async (name: string) => {
  page.dispatchEvent(new Event(name));
  await feed.pass(0);
};

test('a network that was away and is back has another connection at once, which goes on where it was', async () => {
  await happens('offline');
  expect(feed.service.requests).toHaveLength(1);
  await happens('online');
  expect(feed.service.requests).toHaveLength(2);
  expect(feed.lastPositionSent).toBe('e1-1');
  expect(feed.client.status).toMatchObject({ state: 'reconnecting', attempt: 0, reason: 'the network has changed' });
});

test('a network that was never away keeps its connection', async () => {
  await happens('online');
  expect(feed.service.requests).toHaveLength(1);
  expect(feed.states).toEqual(['live']);
});

test('a new network that many tabs tell of has one connection', async () => {
  for (let i = 0; i < 3; i++) feed.client.retryNow(true);
  await feed.pass(0);
  for (let i = 0; i < 3; i++) feed.client.retryNow(true);
  await feed.pass(0);
  expect(feed.service.requests).toHaveLength(2);
});
