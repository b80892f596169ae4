import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { settle } from '../fake-service.ts';
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

describe('a first connection', () => {
  test('asks for its topics in envelopes', async () => {
    await feed.start();
    expect(feed.service.requests[0]?.url).toBe('/events?topic=a%2F**&topic=b&envelope=true');
    expect(feed.lastPositionSent).toBeNull();
  });

  test('goes on after the position it was given', async () => {
    await feed.start({ after: 'e1-99' });
    expect(feed.lastPositionSent).toBe('e1-99');
  });

  test('is live once the service has said so, not before', async () => {
    await feed.start();
    expect(feed.client.status.state).toBe('connecting');
    await feed.service.sendConnected();
    expect(feed.client.status).toEqual({ state: 'live', clientId: 'c-1' });
  });

  test('delivers events with their envelope opened', async () => {
    await feed.start();
    await feed.service.sendConnected();
    await feed.service.sendEvent(2, 'threshold.crossed');
    const event = {
      position: 'e1-2',
      topic: 'a/b',
      event: 'threshold.crossed',
      time: Date.parse('2026-11-24T10:00:00.000Z'),
      data: { value: 2 },
    };
    expect(feed.events).toEqual([{ ...event, source: '{"value":2}' }]);
  });

  test('delivers data also as it came, with digits that a number here has no room for', async () => {
    await feed.start();
    await feed.service.sendConnected();
    const envelope =
      '{"topic":"a,\\"data\\":","event":"message","time":"2026-11-24T10:00:00Z","data":{"id":12345678901234567890}}';
    await feed.service.send(`id: e1-2\ndata: ${envelope}\n\n`);
    expect(feed.events.map(({ source }) => source)).toEqual(['{"id":12345678901234567890}']);
  });

  test('delivers what one read carried in one call', async () => {
    await feed.start();
    const batches: number[] = [];
    feed.client.listen({ events: (batch) => batches.push(batch.length) });
    const frame = (n: number) =>
      `id: e1-${n}\ndata: {"topic":"b","event":"message","time":"2026-11-24T10:00:00Z","data":${n}}\n\n`;
    await feed.service.send(frame(1) + frame(2) + frame(3));
    expect(batches).toEqual([3]);
  });

  test('is not broken by a frame that nobody can read', async () => {
    await feed.start();
    await feed.service.sendConnected();
    await feed.service.send('id: e1-2\ndata: {"topic": oops\n\n');
    await feed.service.sendEvent(3);
    expect(feed.events.map(({ position }) => position)).toEqual(['e1-3']);
  });
});

describe('a lost connection', () => {
  test('is taken up where it ended', async () => {
    await feed.start();
    await feed.service.sendConnected();
    await feed.service.sendEvent(7);
    await feed.service.fail();
    await feed.pass(1_000);
    expect(feed.lastPositionSent).toBe('e1-7');
  });

  test('is taken up from the connected frame when no event came', async () => {
    await feed.start();
    await feed.service.sendConnected('e1-40');
    await feed.service.end();
    await feed.pass(1_000);
    expect(feed.lastPositionSent).toBe('e1-40');
  });

  test('is taken up from an id that came without data', async () => {
    await feed.start();
    await feed.service.sendConnected();
    await feed.service.send('id: e1-50\n\n');
    await feed.service.end();
    await feed.pass(1_000);
    expect(feed.lastPositionSent).toBe('e1-50');
  });

  test('says when the next attempt is, and when it is under way', async () => {
    await feed.start();
    await feed.service.sendConnected();
    await feed.service.end();
    expect(feed.client.status).toEqual({
      state: 'reconnecting',
      attempt: 0,
      reason: 'the connection ended',
      retryAt: Date.now() + 1_000,
    });
    await feed.pass(1_000);
    expect(feed.client.status).toEqual({ state: 'reconnecting', attempt: 0, reason: 'the connection ended' });
  });

  test('is tried again ever more slowly, and quickly again after it was live', async () => {
    feed.service.answer(new TypeError('refused'), new TypeError('refused'), new TypeError('refused'));
    await feed.start();
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      const wait = feed.waits;
      waits.push(wait);
      await feed.pass(wait);
    }
    expect(waits).toEqual([2_000, 4_000, 8_000]);
    await feed.service.sendConnected();
    await feed.service.end();
    expect(feed.waits).toBe(1_000);
  });

  test('is tried at once when the network is back', async () => {
    const target = new EventTarget();
    vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
    feed.service.answer(new TypeError('refused'));
    await feed.start();
    target.dispatchEvent(new Event('online'));
    await settle();
    vi.unstubAllGlobals();
    expect(feed.service.requests).toHaveLength(2);
  });

  test('is tried at once when asked to', async () => {
    feed.service.answer(new TypeError('refused'));
    await feed.start();
    feed.client.retryNow();
    await settle();
    expect(feed.service.requests).toHaveLength(2);
  });
});

test('a gap is told in its place among the events', async () => {
  await feed.start();
  const order: string[] = [];
  feed.client.listen({
    events: (batch) => order.push(...batch.map(({ position }) => position ?? '')),
    gap: () => order.push('gap'),
  });
  const frame = (n: number) =>
    `id: e1-${n}\ndata: {"topic":"b","event":"message","time":"2026-11-24T10:00:00Z","data":${n}}\n\n`;
  await feed.service.send(
    `${frame(1)}event: livefeed.gap\ndata: {"after":"e1-1","before":"e1-9","reason":"expired"}\n\n${frame(9)}`,
  );
  expect(order).toEqual(['e1-1', 'gap', 'e1-9']);
  expect(feed.gaps).toEqual([{ after: 'e1-1', before: 'e1-9', reason: 'expired' }]);
});

test('after a gap to below where it was, the next connection goes on after what came then', async () => {
  await feed.start({ after: 'e1-50' });
  await feed.service.sendConnected('e1-50');
  await feed.service.send('event: livefeed.gap\ndata: {"after":"e1-50","before":"e1-41","reason":"lost"}\n\n');
  expect(feed.client.position).toBe('e1-50');
  const event = { topic: 'b', event: 'message', time: '2026-11-24T10:00:00Z', data: 1 };
  await feed.service.send([41, 42].map((n) => `id: e1-${n}\ndata: ${JSON.stringify(event)}\n\n`).join(''));
  await feed.service.end();
  await feed.pass(10_000);
  expect([feed.events.length, feed.lastPositionSent]).toEqual([2, 'e1-42']);
});

test('a closed client stays closed, whatever the network does', async () => {
  await feed.start();
  await feed.service.sendConnected();
  feed.client.close();
  await feed.pass(600_000);
  feed.client.retryNow();
  feed.client.start();
  await settle();
  expect(feed.states).toEqual(['live', 'closed']);
  expect(feed.service.requests).toHaveLength(1);
});

test('a listener that was taken away hears nothing more', async () => {
  await feed.start();
  const heard: unknown[] = [];
  const remove = feed.client.listen({ events: (batch) => heard.push(batch) });
  remove();
  await feed.service.sendEvent(2);
  expect(heard).toEqual([]);
});

test('a token is read anew for each attempt', async () => {
  let token = 'one';
  feed.service.answer(new TypeError('refused'));
  await feed.start({ token: () => token });
  token = 'two';
  feed.client.retryNow();
  await settle();
  expect(feed.service.requests.map(({ headers }) => headers.get('Authorization'))).toEqual(['Bearer one', 'Bearer two']);
});
