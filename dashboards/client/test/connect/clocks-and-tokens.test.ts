import { describe, expect, test, vi } from 'vitest';
import { eachTest, FeedOfService } from './feed-of-service.ts';

const hour = 3_600_000;
let of: FeedOfService;

eachTest((fresh) => (of = fresh));

describe('a token that a person is waited for', () => {
  test('holds the connection back, and is no problem of it', async () => {
    let give = (_: string) => {};
    await of.start({ token: () => new Promise<string>((resolve) => (give = resolve)) });
    await of.pass(10 * 60_000);
    expect(of.service.requests).toEqual([]);
    give('late');
    await of.pass(30_000);
    expect(of.service.requests.at(-1)?.headers.get('Authorization')).toBe('Bearer late');
    await of.service.sendConnected();
    expect([of.feed.status.state, of.problems]).toEqual(['connected', []]);
  });

  test('does not keep the feed from being closed', async () => {
    await of.start({ token: () => new Promise<never>(() => {}) });
    const rest = (async () => {
      for await (const _ of of.feed);
    })();
    of.feed.close();
    await rest;
    expect(of.feed.status.state).toBe('closed');
  });
});

test('a token that throws is asked for again, ever more slowly', async () => {
  let asked = 0;
  await of.start({
    token: () => {
      asked++;
      throw new Error('no session');
    },
  });
  await of.pass(5 * 60_000);
  expect(of.feed.status).toMatchObject({ state: 'reconnecting', reason: 'no token could be had' });
  expect(asked).toBeGreaterThan(5);
  expect(asked).toBeLessThan(30);
});

test.each([
  ['forward', hour],
  ['back', -hour],
])('a clock that is set %s ends no connection of which something comes', async (_, by) => {
  await of.start();
  await of.service.sendConnected('e1-1', 1_000);
  for (let i = 0; i < 60; i++) {
    if (i === 20) vi.setSystemTime(Date.now() + by);
    await of.service.send(':\n\n');
    await of.pass(1_000);
  }
  expect(of.states).toEqual(['connecting', 'connected']);
  await of.pass(20_000);
  expect(of.feed.status.reason).toBe('nothing came for too long');
});

test('two feeds of one page are two: what closes or fails for one is nothing to the other', async () => {
  await of.start();
  const other = new FeedOfService();
  await other.start({ persist: 'other' });
  await of.service.sendConnected();
  await other.service.sendConnected();
  of.feed.close();
  await other.send('a/b', 7);
  expect([of.positions, other.positions, other.feed.status.state]).toEqual([[], ['e1-7'], 'connected']);
  other.feed.close();
});
