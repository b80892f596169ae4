import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SseTransport } from '../../src/sse/sse-transport.ts';
import { problem } from '../fake-service.ts';
import { Following } from './following.ts';

let feed: Following;
const change = { subscribe: [{ topic: 'c', after: 'e1-3' }], unsubscribe: ['b'] };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  feed = new Following();
});

afterEach(() => {
  feed.client.close();
  vi.useRealTimers();
});

async function live(options: Parameters<Following['start']>[0] = {}) {
  await feed.start(options);
  await feed.service.sendConnected('e1-5');
}

const backfill = (n: number) =>
  feed.service.send(
    `event: metric\ndata: {"topic":"c","event":"metric","time":"2026-11-24T10:00:00Z","position":"e1-${n}","data":${n}}\n\n`,
  );
const marker = (position: string, ...topics: string[]) =>
  feed.service.send(`event: livefeed.subscribed\ndata: ${JSON.stringify({ topics, position })}\n\n`);
const told = (answer: Promise<void>) =>
  answer.then(
    () => 'accepted',
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe('a change of topics', () => {
  test('is asked for by the name of the connection, with the token of this moment', async () => {
    let token = 'one';
    const { fetch } = feed.service;
    await live({ transport: new SseTransport({ root: 'https://feed.example/live', token: () => token, fetch }) });
    token = 'two';
    feed.service.answer(Response.json({ clientId: 'c-1', topics: ['a/**', 'c'] }));
    await feed.client.change(change);
    const { url, method, headers, body } = feed.service.requests.at(-1) ?? {};
    expect([url, method, JSON.parse(String(body))]).toEqual(['https://feed.example/live/clients/c-1', 'PATCH', change]);
    expect([headers?.get('Authorization'), headers?.get('Content-Type')]).toEqual(['Bearer two', 'application/json']);
  });

  test("goes to the page's own service unless told", async () => {
    await live();
    feed.service.answer(Response.json({}));
    await feed.client.change(change);
    expect(feed.service.requests.at(-1)?.url).toBe('/clients/c-1');
  });

  test.each([
    [problem(403, { detail: 'not allowed', forbidden: ['c'], allowed: ['a'] }), 'Refusal: not allowed'],
    [problem(404, { detail: 'no such client' }), 'Refusal: no such client'],
    [new TypeError('Failed to fetch'), 'Unreachable: the service cannot be reached'],
    [new Response('<p>Log in</p>', { headers: { 'Content-Type': 'text/html' } }), /^Refusal: another page answered/],
  ])('that is refused or has no answer leaves the stream as it is: %s', async (answer, expected) => {
    await live();
    feed.service.answer(answer);
    expect(await told(feed.client.change(change))).toMatch(expected);
    expect([feed.client.status.state, feed.service.requests.length]).toEqual(['live', 2]);
  });

  test('waits ten seconds for its answer', async () => {
    await live();
    feed.service.answer('none');
    const answer = told(feed.client.change(change));
    await feed.pass(10_000);
    expect(await answer).toBe('Unreachable: the service cannot be reached');
  });

  test('cannot be asked for while there is no stream', async () => {
    await feed.start();
    expect(await told(feed.client.change(change))).toBe('Unreachable: there is no open stream');
    expect(feed.service.requests).toHaveLength(1);
  });
});

describe('what an addition missed', () => {
  test('comes with its position, and does not move that of the stream', async () => {
    await live();
    await feed.service.sendEvent(7);
    await backfill(4);
    expect(feed.events.map(({ position, isBackfill }) => [position, isBackfill])).toEqual([
      ['e1-7', undefined],
      ['e1-4', true],
    ]);
    await feed.service.fail();
    await feed.pass(1_000);
    expect(feed.lastPositionSent).toBe('e1-7');
  });

  test('is complete at the marker, which comes in its place among the events and says where the stream is', async () => {
    await live();
    const order: unknown[] = [];
    feed.client.listen({
      events: (events) => order.push(...events.map(({ position }) => position)),
      subscribed: (topics) => order.push(topics),
    });
    await backfill(4);
    await backfill(9);
    await marker('e1-9', 'c');
    await feed.service.sendEvent(10);
    expect(order).toEqual(['e1-4', 'e1-9', ['c'], 'e1-10']);
  });

  test('and does not come again after a reconnect: the marker moves the position, but never back', async () => {
    await live();
    await marker('e1-9', 'c');
    expect(feed.client.position).toBe('e1-9');
    await marker('e1-8', 'c');
    expect(feed.client.position).toBe('e1-9');
  });
});

test('the next connection asks for the topics and the position that it is told', async () => {
  await live();
  feed.client.aim(['a/**', 'c']);
  await feed.service.fail();
  await feed.pass(1_000);
  expect(feed.service.requests.at(-1)?.url).toBe('/events?topic=a%2F**&topic=c&envelope=true');
  expect(feed.lastPositionSent).toBe('e1-5');
  await feed.service.fail();
  feed.client.aim(['c'], 'e1-2');
  await feed.pass(2_000);
  expect([feed.service.requests.length, feed.lastPositionSent]).toEqual([3, 'e1-2']);
});
