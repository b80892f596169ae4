import { beforeEach, describe, expect, test } from 'vitest';
import { WebSocketTransport } from '../../src/transports/websocket-transport.ts';
import { Unreachable } from '../../src/unreachable.ts';
import { settle } from '../fake-service.ts';
import { FakeSocket } from './fake-socket.ts';
import { Reading } from './reading.ts';

const make = () => new WebSocketTransport({ root: 'http://feed', WebSocket: FakeSocket.asOption });
const never = new AbortController().signal;

beforeEach(() => {
  FakeSocket.all = [];
});

describe('a request', () => {
  test('is answered by its own acknowledgement', async () => {
    const transport = make();
    await Reading.begin(transport);
    FakeSocket.last.connect();
    const first = transport.request({ type: 'publish', events: [] }, never);
    const second = transport.request({ type: 'leave' }, never);
    FakeSocket.last.answer('leave', { type: 'ack', n: 2 });
    FakeSocket.last.answer('publish', { type: 'ack', accepted: 0 });
    expect(await first).toEqual({ accepted: 0 });
    expect(await second).toEqual({ n: 2 });
  });

  test('is refused by its error', async () => {
    const transport = make();
    await Reading.begin(transport);
    FakeSocket.last.connect();
    const answer = transport.request({ type: 'publish' }, never);
    FakeSocket.last.answer('publish', { type: 'error', problem: { status: 429, title: 'Slow down', retryAfter: '2' } });
    await expect(answer).rejects.toMatchObject({ status: 429, message: 'Slow down', retryAfter: 2_000 });
  });

  test('has no answer when the connection ends before', async () => {
    const transport = make();
    await Reading.begin(transport);
    FakeSocket.last.connect();
    const answer = transport.request({ type: 'publish' }, never);
    FakeSocket.last.end(1006);
    await expect(answer).rejects.toBeInstanceOf(Unreachable);
    await settle();
    await expect(transport.request({ type: 'publish' }, never)).rejects.toBeInstanceOf(Unreachable);
  });
});

describe('a change of topics', () => {
  const change = {
    subscribe: [
      { topic: 'b', after: 'e1-3' },
      { topic: 'c', last: 2 },
    ],
    unsubscribe: ['a'],
  };

  test('is accepted when what was asked after it is answered', async () => {
    const transport = make();
    await Reading.begin(transport);
    FakeSocket.last.connect();
    const changed = transport.change('c-1', change, never);
    expect(FakeSocket.last.sent.map(({ id: _, ...message }) => message)).toEqual([
      { type: 'subscribe', topics: ['b'], after: 'e1-3' },
      { type: 'subscribe', topics: ['c'], last: 2 },
      { type: 'ping' },
      { type: 'unsubscribe', topics: ['a'] },
    ]);
    FakeSocket.last.answer('ping', { type: 'pong' });
    FakeSocket.last.answer('unsubscribe', { type: 'ack' });
    await changed;
  });

  test('takes away first what is wanted again', async () => {
    const transport = make();
    await Reading.begin(transport);
    FakeSocket.last.connect();
    const changed = transport.change('c-1', { ...change, unsubscribe: ['a', 'b'] }, never);
    expect(FakeSocket.last.sent.map(({ type, topics }) => [type, topics])).toEqual([
      ['unsubscribe', ['b']],
      ['subscribe', ['b']],
      ['subscribe', ['c']],
      ['ping', undefined],
      ['unsubscribe', ['a']],
    ]);
    for (const { id, type } of FakeSocket.last.sent) {
      if (type !== 'subscribe') FakeSocket.last.tell({ type: type === 'ping' ? 'pong' : 'ack', id });
    }
    await changed;
  });

  test('is refused when one of its topics is', async () => {
    const transport = make();
    await Reading.begin(transport);
    FakeSocket.last.connect();
    const changed = transport.change('c-1', change, never);
    FakeSocket.last.answer('subscribe', { type: 'error', problem: { status: 403, detail: 'No' } });
    await expect(changed).rejects.toMatchObject({ status: 403 });
  });
});

test('a newer token is told by a message', async () => {
  const transport = make();
  await Reading.begin(transport);
  FakeSocket.last.connect();
  const renewed = transport.renew('c-1', 'newer', never);
  expect(FakeSocket.last.sent.at(-1)).toMatchObject({ type: 'token', token: 'newer' });
  FakeSocket.last.answer('token', { type: 'ack' });
  await renewed;
});
