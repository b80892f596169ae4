import { beforeEach, describe, expect, test } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import { WebSocketTransport, type WebSocketTransportOptions } from '../../src/transports/websocket-transport.ts';
import { Unreachable } from '../../src/unreachable.ts';
import { FakeService, problem, settle } from '../fake-service.ts';
import { FakeSocket } from './fake-socket.ts';
import { Reading } from './reading.ts';

let service: FakeService;

beforeEach(() => {
  FakeSocket.all = [];
  service = new FakeService();
});

const make = (options: Partial<WebSocketTransportOptions> = {}) =>
  new WebSocketTransport({ root: 'http://feed', WebSocket: FakeSocket.asOption, fetch: service.fetch, ...options });

describe('its address', () => {
  test('has what is followed, from where, and wants batches', async () => {
    await Reading.begin(make(), { topics: ['a/**', 'b'], after: 'e1-7', last: 5, window: 250 });
    expect(FakeSocket.last.url).toBe('ws://feed/ws?topic=a%2F**&topic=b&window=250&lastEventId=e1-7&batch=true');
    expect(FakeSocket.last.protocol).toBe('livefeed.v1');
  });

  test('has the last events that are wanted where there is no position', async () => {
    await Reading.begin(make({ root: 'https://feed/base' }), { topics: [], last: 5 });
    expect(FakeSocket.last.url).toBe('wss://feed/base/ws?last=5&batch=true');
  });

  test('has a ticket in the place of a token, and another one for each attempt', async () => {
    service.answer(Response.json({ ticket: 't-1' }), Response.json({ ticket: 't-2' }));
    const transport = make({ token: () => 'secret' });
    await Reading.begin(transport);
    expect(new URL(FakeSocket.last.url).searchParams.get('ticket')).toBe('t-1');
    await Reading.begin(transport);
    expect(new URL(FakeSocket.last.url).searchParams.get('ticket')).toBe('t-2');
    expect(service.requests.map(({ url, method, headers }) => [url, method, headers.get('Authorization')])).toEqual([
      ['http://feed/tickets', 'POST', 'Bearer secret'],
      ['http://feed/tickets', 'POST', 'Bearer secret'],
    ]);
    expect(FakeSocket.last.url).not.toContain('secret');
  });

  test('is not tried when the token is refused', async () => {
    service.answer(problem(401, { detail: 'The token has expired.' }));
    const reading = await Reading.begin(make({ token: () => 'old' }));
    expect(reading.error).toMatchObject({ status: 401, message: 'The token has expired.' });
    expect(FakeSocket.all).toEqual([]);
  });
});

describe('what the service says', () => {
  test('is read, one event or several in a message', async () => {
    const reading = await Reading.begin(make());
    FakeSocket.last.connect('e1-1');
    const event = { topic: 'a/b', event: 'paid', time: '2026-11-24T10:00:00Z', data: { n: 2 } };
    FakeSocket.last.tell({ type: 'event', position: 'e1-2', ...event, key: 'k' });
    FakeSocket.last.tell({
      type: 'events',
      events: [
        { position: 'e1-3', ...event },
        { position: null, ...event, topic: null },
      ],
    });
    FakeSocket.last.tell({ type: 'position', position: 'e1-9' });
    FakeSocket.last.tell({ type: 'gap', after: 'e1-1', before: 'e1-5', reason: 'expired' });
    FakeSocket.last.tell({ type: 'expiring', expires: '2026-11-24T10:00:00Z' });
    FakeSocket.last.tell({ type: 'subscribed', topics: ['c'], position: 'e1-9' });
    FakeSocket.last.tell({ type: 'typing', room: 'general', userId: 'ada' });
    await settle();
    const time = Date.parse('2026-11-24T10:00:00Z');
    expect(reading.signals).toEqual([
      { kind: 'connected', clientId: 'c-1', memberId: 'm-1', position: 'e1-1', heartbeat: 15_000 },
      { kind: 'event', event: { position: 'e1-2', topic: 'a/b', event: 'paid', time, data: { n: 2 }, key: 'k' } },
      { kind: 'event', event: { position: 'e1-3', topic: 'a/b', event: 'paid', time, data: { n: 2 } } },
      { kind: 'event', event: { topic: '', event: 'paid', time, data: { n: 2 } } },
      { kind: 'position', position: 'e1-9' },
      { kind: 'gap', gap: { after: 'e1-1', before: 'e1-5', reason: 'expired' } },
      { kind: 'expiring', expires: time },
      { kind: 'subscribed', topics: ['c'], position: 'e1-9' },
      { kind: 'room', message: { type: 'typing', room: 'general', userId: 'ada' } },
    ]);
  });

  test('is a sign of life, also where it means nothing here', async () => {
    const reading = await Reading.begin(make());
    FakeSocket.last.connect();
    await settle();
    const { reads } = reading;
    for (const data of ['{oops', '[]', 'null', new ArrayBuffer(1), '{"type":"of-tomorrow"}']) {
      FakeSocket.last.tellText(data);
      await settle();
    }
    expect(reading.reads).toBe(reads + 5);
    expect(reading.isOver).toBe(false);
  });
});

describe('a close', () => {
  test.each([
    [4401, 401, false],
    [4403, 403, true],
    [1013, 503, false],
  ])('with %i is a refusal of %i', async (code, status, isFinal) => {
    const reading = await Reading.begin(make());
    FakeSocket.last.connect();
    FakeSocket.last.end(code);
    await settle();
    expect(reading.error).toBeInstanceOf(Refusal);
    expect(reading.error).toMatchObject({ status, isFinal });
  });

  test('after an error says what the error said', async () => {
    const reading = await Reading.begin(make());
    FakeSocket.last.open();
    FakeSocket.last.tell({ type: 'error', problem: { status: 403, detail: 'No', forbidden: ['b'], allowed: ['a'] } });
    FakeSocket.last.end(4403, 'forbidden');
    await settle();
    expect(reading.error).toMatchObject({ message: 'No', details: { status: 403, forbidden: ['b'], allowed: ['a'] } });
  });

  test('after a closing adds nothing to it', async () => {
    const reading = await Reading.begin(make());
    FakeSocket.last.connect();
    FakeSocket.last.tell({ type: 'closing', reason: 'kicked', reconnect: false });
    FakeSocket.last.end(4403);
    await settle();
    expect(reading.error).toBeUndefined();
    expect(reading.signals.at(-1)).toEqual({ kind: 'closing', reason: 'kicked', reconnect: false });
  });

  test.each([1001, 1006, 1012, 4408, 4409])('with %i is a lost connection', async (code) => {
    const reading = await Reading.begin(make());
    FakeSocket.last.connect();
    FakeSocket.last.end(code);
    await settle();
    expect(reading.error).toBeInstanceOf(Unreachable);
  });

  test('before it was open says so', async () => {
    const reading = await Reading.begin(make());
    FakeSocket.last.end(1006);
    await settle();
    expect(reading.error).toMatchObject({ message: 'the WebSocket did not open' });
  });

  test("is this side's when it is told to leave", async () => {
    const reading = await Reading.begin(make());
    FakeSocket.last.connect();
    reading.abort.abort();
    await settle();
    expect(FakeSocket.last.closedWith).toBe(1000);
    expect(reading.isOver).toBe(true);
  });
});

describe('a handshake that fails', () => {
  const explained = make.bind(undefined, { explains: true });

  test('is explained by what the service says to a stream', async () => {
    service.answer(problem(422, { detail: 'topic has white space' }));
    const reading = await Reading.begin(explained(), { topics: ['a b'], after: 'e1-7' });
    FakeSocket.last.end(1006);
    await settle();
    expect(reading.error).toMatchObject({ status: 422, message: 'topic has white space', isFinal: true });
    expect(service.requests[0]?.url).toBe('http://feed/events?topic=a+b&lastEventId=e1-7');
  });

  test.each(['none', new TypeError('network error')] as const)(
    'is no refusal where the stream is none: %s',
    async (answer) => {
      service.answer(answer === 'none' ? new Response('', { status: 200 }) : answer);
      const reading = await Reading.begin(explained());
      FakeSocket.last.end(1006);
      await settle();
      expect(reading.error).toMatchObject({ message: 'the WebSocket did not open' });
    },
  );

  test('is not asked about by one of several transports', async () => {
    await Reading.begin(make());
    FakeSocket.last.end(1006);
    await settle();
    expect(service.requests).toEqual([]);
  });
});
