import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConnectOptions, Feed, Problem } from '../../src/api.ts';
import { connect } from '../../src/connect.ts';
import { FakeService, problem, settle } from '../fake-service.ts';
import { FakeSocket } from '../transports/fake-socket.ts';

let service: FakeService;
let feed: Feed;
let problems: Problem[];
let hosts = 0;

beforeEach(() => {
  FakeSocket.all = [];
  service = new FakeService();
  problems = [];
});

afterEach(() => feed.close());

const start = (options: ConnectOptions = {}) => {
  const onProblem = (one: Problem) => problems.push(one);
  feed = connect({ url: `http://feed-${++hosts}.test`, topics: ['a'], fetch: service.fetch, onProblem, ...options });
};
const pathOf = (index: number) => new URL(service.requests.at(index)!.url).pathname;
// Modules are loaded on the way, which takes its time on a busy machine.
const patience = { timeout: 20_000 };
const opens = () => vi.waitFor(() => expect(FakeSocket.all).toHaveLength(1), patience);
const asks = (count: number) => vi.waitFor(() => expect(service.requests).toHaveLength(count), patience);

describe('the transport', () => {
  test('is a WebSocket where there is one', async () => {
    start({ WebSocket: FakeSocket.asOption });
    await opens();
    FakeSocket.last.connect();
    await settle();
    expect(feed.status).toMatchObject({ state: 'connected', transport: 'websocket', memberId: 'm-1' });
  });

  test('is a stream where there is no WebSocket', async () => {
    vi.stubGlobal('WebSocket', undefined);
    start();
    await asks(1);
    vi.unstubAllGlobals();
    expect(pathOf(0)).toBe('/events');
  });

  test('is a stream where the WebSocket does not open', async () => {
    start({ WebSocket: FakeSocket.asOption });
    await opens();
    FakeSocket.last.end(1006);
    await asks(1);
    await settle();
    await service.sendConnected();
    expect(feed.status).toMatchObject({ state: 'connected', transport: 'sse' });
    expect(problems).toMatchObject([{ kind: 'blocked', transport: 'websocket' }]);
  });

  test.each([
    ['sse', '/events'],
    ['polling', '/poll'],
  ] as const)('is %s when that is asked for', async (transport, path) => {
    start({ transport, WebSocket: FakeSocket.asOption });
    await asks(1);
    expect(pathOf(0)).toBe(path);
    expect(FakeSocket.all).toEqual([]);
  });

  test('says so when a WebSocket is asked for and there is none', async () => {
    vi.stubGlobal('WebSocket', undefined);
    start({ transport: 'websocket' });
    await vi.waitFor(() => expect(feed.status.reason).toContain('there is no WebSocket here'), patience);
    vi.unstubAllGlobals();
  });
});

test('a refusal by a WebSocket ends the feed as one of a stream does', async () => {
  start({ WebSocket: FakeSocket.asOption });
  await opens();
  FakeSocket.last.open();
  FakeSocket.last.tell({ type: 'error', problem: { status: 403, detail: 'Not allowed' } });
  FakeSocket.last.end(4403);
  await settle();
  expect(feed.status).toMatchObject({ state: 'closed', reason: 'Not allowed', refusal: { status: 403 } });
  expect(service.requests).toEqual([]);
});

test('topics that are added by a WebSocket are complete with its marker', async () => {
  start({ WebSocket: FakeSocket.asOption });
  const seen: unknown[] = [];
  feed.on('*', ({ position }) => seen.push(position));
  await opens();
  FakeSocket.last.connect('e1-10');
  const subscribed = feed.subscribe('b', { after: 'e1-2' });
  await vi.waitFor(() => expect(FakeSocket.last.sent).toHaveLength(2), patience);
  FakeSocket.last.answer('ping', { type: 'pong' });
  const event = (topic: string, sequence: number) =>
    FakeSocket.last.tell({ type: 'event', position: `e1-${sequence}`, topic, event: 'm', time: '', data: 1 });
  event('a', 11);
  event('b', 3);
  event('b', 9);
  FakeSocket.last.answer('subscribe', { type: 'subscribed', topics: ['b'], position: 'e1-11' });
  await subscribed;
  event('b', 12);
  await settle();
  expect(seen).toEqual(['e1-11', 'e1-3', 'e1-9', 'e1-12']);
  expect(feed.position).toBe('e1-12');
});

test('a token that is refused before the first connection is told', async () => {
  service.answer(problem(401, { detail: 'Who are you?' }));
  start({ WebSocket: FakeSocket.asOption, token: () => 'bad' });
  await vi.waitFor(() => expect(problems).toMatchObject([{ kind: 'refused', text: 'Who are you?' }]), patience);
  expect(feed.status).toMatchObject({ state: 'reconnecting', refusal: { status: 401 } });
});
