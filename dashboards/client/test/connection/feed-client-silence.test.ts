import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Following } from './following.ts';

let feed: Following;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  feed = new Following();
});

afterEach(() => {
  feed.client.close();
  vi.useRealTimers();
});

describe('silence', () => {
  test('of forty seconds ends a connection', async () => {
    await feed.start();
    await feed.service.sendConnected();
    await feed.pass(39_999);
    expect(feed.client.status.state).toBe('live');
    await feed.pass(1);
    expect(feed.client.status).toMatchObject({ state: 'reconnecting', reason: 'nothing came for too long' });
  });

  test('is broken by a heartbeat', async () => {
    await feed.start();
    await feed.service.sendConnected();
    for (let i = 0; i < 10; i++) {
      await feed.pass(15_000);
      await feed.service.send(':\n\n');
    }
    expect(feed.states).toEqual(['live']);
  });

  test('is measured by the heartbeat that the service names', async () => {
    await feed.start();
    await feed.service.sendConnected('e1-1', 60_000);
    await feed.pass(149_999);
    expect(feed.client.status.state).toBe('live');
    expect(feed.service.requests).toHaveLength(1);
    await feed.pass(1);
    expect(feed.client.status).toMatchObject({ state: 'reconnecting', reason: 'nothing came for too long' });
  });

  test('is told as soon as a heartbeat is overdue, until something comes', async () => {
    await feed.start();
    await feed.service.sendConnected('e1-1', 10_000);
    const heard = Date.now();
    await feed.pass(11_999);
    expect(feed.client.status).toEqual({ state: 'live', clientId: 'c-1' });
    await feed.pass(1);
    expect(feed.client.status).toEqual({ state: 'live', clientId: 'c-1', silentSince: heard });
    await feed.pass(2_000);
    await feed.service.send(':\n\n');
    expect(feed.client.status).toEqual({ state: 'live', clientId: 'c-1' });
    expect(feed.states).toEqual(['live', 'live', 'live']);
  });

  test('of a service that was frozen is over with the next connection', async () => {
    await feed.start();
    await feed.service.sendConnected('e1-1', 4_000);
    await feed.pass(10_000);
    expect(feed.statuses.at(-1)).not.toHaveProperty('silentSince');
    await feed.pass(1_000);
    await feed.service.sendConnected();
    expect(feed.client.status).toEqual({ state: 'live', clientId: 'c-1' });
    // It names no heartbeat: the one of the connection before does not count.
    await feed.pass(39_999);
    expect(feed.client.status).toEqual({ state: 'live', clientId: 'c-1' });
  });

  test.each([0, -1, '15000', null, Number.MAX_VALUE])('with a heartbeat of %j is no endless loop', async (heartbeat) => {
    await feed.start();
    await feed.service.sendConnected('e1-1', heartbeat);
    await feed.pass(30_000);
    expect(feed.states).toEqual(['live']);
  });
});
