import { expect, test, vi } from 'vitest';
import { FeedClient } from '../../src/connection/feed-client.ts';
import { FakeTransport } from '../transports/fake-transport.ts';
import { HubOfTabs } from './hub-of-tabs.ts';

const { tab, last } = new HubOfTabs();

test('a page that hears from a frozen hub has a stream of its own, and goes on where it was', async () => {
  const a = await tab(['a'], 'e1-1');
  last().live();
  last().isStalled = true;
  // The hub's timers stand still; what asks it is this page's.
  a.feed.retryNow();
  expect(a.own.map(({ topics, position }) => [topics, position])).toEqual([[['a'], 'e1-1']]);
});

test('a hub whose stream speaks is not frozen', async () => {
  const a = await tab(['a'], 'e1-1');
  last().live();
  a.feed.retryNow();
  expect([a.own, last().retries]).toEqual([[], 1]);
});

test('a stream is stalled when it is silent and nothing has given it up, as in a frozen page', async () => {
  const transport = new FakeTransport('sse');
  const client = new FeedClient({ topics: ['a'], transport });
  client.start();
  await vi.advanceTimersByTimeAsync(0);
  await transport.connect('e1-1');
  const now = performance.now();
  const clock = vi.spyOn(performance, 'now');
  clock.mockReturnValue(now + 40_000);
  expect(client.isStalled).toBe(false);
  clock.mockReturnValue(now + 60_000);
  expect(client.isStalled).toBe(true);
  clock.mockRestore();
  client.close();
});
