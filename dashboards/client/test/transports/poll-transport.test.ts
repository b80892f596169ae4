import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PollTransport } from '../../src/transports/poll-transport.ts';
import { FakeService, problem, settle } from '../fake-service.ts';
import { Reading } from './reading.ts';

let service: FakeService;
let transport: PollTransport;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  service = new FakeService();
  transport = new PollTransport({ root: 'http://feed', fetch: service.fetch });
});

afterEach(() => vi.useRealTimers());

const event = (sequence: number) => ({
  position: `e1-${sequence}`,
  topic: 'a/b',
  event: 'message',
  time: '2026-11-24T10:00:00Z',
  data: sequence,
});
const answer = (next: string, events: object[] = [], more: object = {}) =>
  Response.json({ clientId: 'c-1', events, next, ...more });
const asked = (index: number) => {
  const { url } = service.requests.at(index)!;
  return Object.fromEntries(new URL(url).searchParams);
};

test('the first poll does not wait, and the next go on as the same client', async () => {
  service.answer(answer('e1-3', [event(3)]), answer('e1-4', [event(4)]), 'none');
  const reading = await Reading.begin(transport, { after: 'e1-2' });
  expect(asked(0)).toEqual({ topic: 'a/**', after: 'e1-2', wait: '0' });
  expect(asked(1)).toEqual({ topic: 'a/**', after: 'e1-3', client: 'c-1', wait: '25' });
  expect(asked(2)).toEqual({ topic: 'a/**', after: 'e1-4', client: 'c-1', wait: '25' });
  expect(reading.signals[0]).toEqual({
    kind: 'connected',
    clientId: 'c-1',
    position: 'e1-2',
    heartbeat: 25_000,
  });
  expect(reading.kinds).toEqual(['connected', 'event', 'position', 'event', 'position']);
});

test('a poll whose answer was lost is sent again as it was', async () => {
  service.answer(answer('e1-3', [event(3)]), new TypeError('network error'), answer('e1-4', [event(4)]), 'none');
  const first = await Reading.begin(transport);
  expect(first.error).toBeInstanceOf(TypeError);
  const again = await Reading.begin(transport, { after: 'e1-3' });
  expect(asked(2)).toMatchObject({ after: 'e1-3', client: 'c-1', wait: '0' });
  expect(again.positions).toEqual(['e1-4']);
});

test('half an answer is a lost one', async () => {
  service.answer(new Response('{"clientId":"c-1","events":[{"po', { headers: { 'Content-Type': 'application/json' } }));
  const reading = await Reading.begin(transport);
  expect(reading.positions).toEqual([]);
  expect(reading.error).toBeDefined();
});

test('a client that was elsewhere meanwhile is a new one', async () => {
  service.answer(answer('e1-3'), new TypeError('network error'), 'none');
  await Reading.begin(transport);
  await Reading.begin(transport, { after: 'e1-9' });
  expect(asked(2)).toEqual({ topic: 'a/**', after: 'e1-9', wait: '0' });
});

test("another client's name is a new connection", async () => {
  service.answer(answer('e1-3'), Response.json({ clientId: 'c-2', events: [], next: 'e1-3' }), 'none');
  const reading = await Reading.begin(transport);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(reading.signals.flatMap((one) => (one.kind === 'connected' ? [one.clientId] : []))).toEqual(['c-1', 'c-2']);
});

test('gap, marker and closing stand in their places', async () => {
  const gap = { after: 'e1-1', before: 'e1-3', reason: 'expired' };
  const closing = { reason: 'lifetime', reconnect: true };
  service.answer(answer('e1-3', [event(3)], { gap, subscribed: { topics: ['c'], position: 'e1-3' }, closing }));
  const reading = await Reading.begin(transport);
  expect(reading.kinds).toEqual(['connected', 'gap', 'event', 'subscribed', 'position', 'closing']);
  expect(reading.isOver).toBe(true);
});

test("what answers in the service's place at once and without anything is not asked as fast as it answers", async () => {
  for (let i = 0; i < 50; i++) service.answer(answer('e1-3'));
  await Reading.begin(transport);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(service.requests.length).toBeLessThan(10);
});

describe('a refusal', () => {
  test('of a client that an administrator has ended is final', async () => {
    service.answer(answer('e1-3'), problem(404, { detail: 'was ended' }));
    const reading = await Reading.begin(transport);
    expect(reading.error).toMatchObject({ isFinal: true, message: 'was ended' });
  });

  test('of a moment leaves the client as it is', async () => {
    service.answer(answer('e1-3'), problem(503, { title: 'Busy' }, { 'Retry-After': '3' }), 'none');
    const reading = await Reading.begin(transport);
    expect(reading.error).toMatchObject({ status: 503, retryAfter: 3_000 });
    await Reading.begin(transport, { after: 'e1-3' });
    expect(asked(2)).toMatchObject({ client: 'c-1', after: 'e1-3' });
  });

  test('is also a page of something between', async () => {
    service.answer(new Response('<h1>Sign in</h1>', { headers: { 'Content-Type': 'text/html' } }));
    const reading = await Reading.begin(transport);
    expect(reading.error).toMatchObject({ status: 200 });
  });
});

test('topics and rooms are read anew for each poll', async () => {
  service.answer(answer('e1-3', [event(3)]));
  let topics = ['a'];
  const request = {
    get topics() {
      return topics;
    },
    rooms: { rooms: ['general'], userId: 'ada' },
  };
  const polling = transport.follow(request, new AbortController().signal)[Symbol.asyncIterator]();
  await polling.next();
  topics = ['a', 'b'];
  service.answer('none');
  void polling.next();
  await settle();
  expect(new URL(service.requests[1]!.url).searchParams.getAll('topic')).toEqual(['a', 'b']);
  expect(asked(1)).toMatchObject({ room: 'general', userId: 'ada' });
});

test('a client stays in its rooms, so other rooms are another client', async () => {
  service.answer(answer('e1-3'), 'none', answer('e1-3'), 'none');
  const reading = await Reading.begin(transport);
  reading.abort.abort();
  await Reading.begin(transport, { after: 'e1-3', rooms: { rooms: ['general'] } });
  expect(asked(1)).toMatchObject({ client: 'c-1' });
  expect(asked(2)).toEqual({ topic: 'a/**', after: 'e1-3', room: 'general', wait: '0' });
});
