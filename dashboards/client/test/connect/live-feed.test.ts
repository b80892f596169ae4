import { describe, expect, test, vi } from 'vitest';
import { problem, settle } from '../fake-service.ts';
import { eachTest, type FeedOfService } from './feed-of-service.ts';

let of: FeedOfService;

eachTest((fresh) => (of = fresh));

describe('the status', () => {
  test('is told at once and at each change', async () => {
    await of.start();
    await of.service.sendConnected();
    await of.service.end();
    expect(of.statuses).toEqual([
      { state: 'connecting', attempt: 0 },
      { state: 'connected', attempt: 0, transport: 'sse', clientId: 'c-1' },
      { state: 'reconnecting', attempt: 0, transport: 'sse', reason: 'the connection ended', retryAt: Date.now() + 500 },
    ]);
  });

  test('does not change because a heartbeat is late', async () => {
    await of.start();
    await of.service.sendConnected('e1-1', 10_000);
    await of.pass(12_000);
    expect(of.states).toEqual(['connecting', 'connected']);
  });

  test('counts failed attempts, and ends when there were enough', async () => {
    of.service.answer(...[1, 2, 3].map(() => new TypeError('refused')));
    await of.start({ maxAttempts: 3 });
    expect(of.feed.status.attempt).toBe(1);
    await of.pass(30_000);
    expect(of.feed.status).toMatchObject({ state: 'closed', attempt: 3, reason: 'the service cannot be reached' });
    expect(of.service.requests).toHaveLength(3);
  });

  test('is of no concern to who has stopped listening', async () => {
    await of.start();
    const heard: string[] = [];
    const stop = of.feed.onStatus(({ state }) => heard.push(state));
    stop();
    await of.service.sendConnected();
    expect(heard).toEqual(['connecting']);
  });
});

describe('events', () => {
  test('reach those who asked for their name', async () => {
    await of.start();
    const paid: unknown[] = [];
    const stop = of.feed.on('order.paid', ({ data }) => paid.push(data));
    await of.service.sendConnected();
    await of.service.sendEvent(2, 'order.paid');
    await of.service.sendEvent(3, 'order.sent');
    stop();
    await of.service.sendEvent(4, 'order.paid');
    expect(paid).toEqual([{ value: 2 }]);
    expect(of.positions).toEqual(['e1-2', 'e1-3', 'e1-4']);
  });

  test('that come again are dropped by their position', async () => {
    await of.start();
    await of.service.sendConnected('e1-1');
    for (const sequence of [2, 3, 3, 2, 4]) await of.send('a/b', sequence);
    expect(of.positions).toEqual(['e1-2', 'e1-3', 'e1-4']);
  });

  test('of a log that began anew all come', async () => {
    await of.start();
    await of.service.sendConnected('e1-1');
    await of.send('a/b', 900);
    const data = { topic: 'a/b', event: 'message', time: '', data: null };
    await of.service.send(`id: e2-1\ndata: ${JSON.stringify(data)}\n\n`);
    expect(of.positions).toEqual(['e1-900', 'e2-1']);
  });

  test('are read by a loop, from where it began', async () => {
    await of.start();
    await of.service.sendConnected();
    await of.send('a/b', 2);
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const { position } of of.feed) {
        seen.push(position);
        if (seen.length === 2) break;
      }
    })();
    for (const sequence of [3, 4, 5]) await of.send('a/b', sequence);
    await reading;
    expect(seen).toEqual(['e1-3', 'e1-4']);
  });

  test('that a loop does not read in time become a gap, and a problem is told', async () => {
    await of.start({ bufferBytes: 400 });
    await of.service.sendConnected();
    const loop = of.feed[Symbol.asyncIterator]();
    for (let sequence = 2; sequence < 20; sequence++) await of.send('a/b', sequence);
    expect((await loop.next()).value).toMatchObject({ event: 'livefeed.gap', data: { reason: 'overflow' } });
    expect(of.problems).toMatchObject([{ kind: 'gap', transport: 'sse' }]);
    expect(of.positions).toHaveLength(18);
  });

  test('a gap of the service is told to all', async () => {
    await of.start();
    const loop = of.feed[Symbol.asyncIterator]();
    await of.service.sendConnected();
    await of.service.send('event: livefeed.gap\ndata: {"after":"e1-1","before":"e1-9","reason":"expired"}\n\n');
    expect(of.gaps).toEqual([{ after: 'e1-1', before: 'e1-9', reason: 'expired' }]);
    expect((await loop.next()).value).toMatchObject({ event: 'livefeed.gap' });
    expect(of.problems).toMatchObject([{ kind: 'gap', text: 'events are missing: expired' }]);
  });
});

test('a feed brings what stands below where it was when an older copy of the log was restored', async () => {
  await of.start();
  await of.service.sendConnected('e1-49');
  await of.send('a/b', 50);
  await of.service.send('event: livefeed.gap\ndata: {"after":"e1-50","before":"e1-41","reason":"lost"}\n\n');
  for (const sequence of [41, 42, 42]) await of.send('a/b', sequence);
  expect([of.positions, of.feed.position]).toEqual([['e1-50', 'e1-41', 'e1-42'], 'e1-42']);
});

describe('topics that are added', () => {
  test('bring what was missed once, also when the connection is cut in between', async () => {
    await of.start();
    await of.service.sendConnected('e1-10');
    of.service.answer(Response.json({}));
    const subscribed = of.feed.subscribe('b', { after: 'e1-2' });
    await vi.waitFor(() => expect(of.service.requests.at(-1)?.method).toBe('PATCH'), { timeout: 20_000 });
    await of.send('b', 3, true);
    await of.send('a/x', 11);
    await of.send('b', 5, true);
    await of.service.fail();
    await of.pass(1_000);
    expect(of.resumedAfter).toBe('e1-11');
    of.service.answer(Response.json({}));
    await of.service.send('event: livefeed.connected\nid: e1-11\ndata: {"clientId":"c-2","position":"e1-11"}\n\n');
    expect(JSON.parse(String(of.service.requests.at(-1)?.body))).toEqual({
      subscribe: [{ topic: 'b', after: 'e1-5' }],
      unsubscribe: [],
    });
    await of.send('b', 7, true);
    await of.mark(['b'], 'e1-11');
    await subscribed;
    await of.send('b', 12);
    expect(of.positions).toEqual(['e1-3', 'e1-11', 'e1-5', 'e1-7', 'e1-12']);
  });
});

describe('a position that is kept', () => {
  test('is where the next page goes on', async () => {
    await of.start({ persist: 'orders' });
    await of.service.sendConnected();
    await of.send('a/b', 7);
    of.feed.close();
    await of.start({ persist: 'orders', after: 'e1-1' });
    expect(of.resumedAfter).toBe('e1-7');
  });

  test('is not kept without a name', async () => {
    await of.start();
    await of.service.sendConnected();
    await of.send('a/b', 7);
    expect(of.storage.length).toBe(0);
  });
});

describe('the end', () => {
  test('comes by a signal', async () => {
    const abort = new AbortController();
    await of.start({ signal: abort.signal });
    await of.service.sendConnected();
    const loop = of.feed[Symbol.asyncIterator]().next();
    abort.abort();
    expect(of.feed.status).toMatchObject({ state: 'closed', reason: 'closed by this page' });
    expect((await loop).done).toBe(true);
    await of.pass(600_000);
    expect(of.service.requests).toHaveLength(1);
  });

  test('is there from the beginning with a signal that was aborted before', async () => {
    await of.start({ signal: AbortSignal.abort() });
    expect(of.feed.status.state).toBe('closed');
    expect(of.service.requests).toEqual([]);
  });

  test('by a refusal is an error of the loop, a problem and a status', async () => {
    of.service.answer(problem(403, { detail: 'Not allowed', forbidden: ['a/**'] }));
    await of.start();
    expect(of.feed.status).toMatchObject({ state: 'closed', refusal: { status: 403, forbidden: ['a/**'] } });
    expect(of.problems).toEqual([{ kind: 'refused', text: 'Not allowed', transport: 'sse' }]);
    await expect(of.feed[Symbol.asyncIterator]().next()).rejects.toThrow('Not allowed');
  });

  test('is the end of what was being added', async () => {
    await of.start();
    const subscribed = of.feed.subscribe('b');
    await settle();
    of.feed.close();
    await expect(subscribed).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test('a stream that is silent for too long is told as one that something holds back', async () => {
  await of.start();
  await of.pass(40_000);
  expect(of.problems).toEqual([{ kind: 'buffering', text: 'nothing came for too long', transport: 'sse' }]);
  expect(of.feed.status.state).toBe('reconnecting');
});
