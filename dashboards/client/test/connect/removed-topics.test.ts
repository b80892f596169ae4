import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Subscriptions } from '../../src/feed/subscriptions.ts';
import { Unreachable } from '../../src/unreachable.ts';
import { settle } from '../fake-service.ts';
import { AskedConnection } from './asked-connection.ts';

let asked: AskedConnection;
let subscriptions: Subscriptions;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  asked = new AskedConnection(['a']);
  ({ subscriptions } = asked);
});

afterEach(() => vi.useRealTimers());

test('a removal is told to the service, and the next connection leaves it out', async () => {
  await subscriptions.unsubscribe(['a']);
  expect(asked.changes).toEqual([{ subscribe: [], unsubscribe: ['a'] }]);
  expect(asked.aims.at(-1)).toEqual([]);
});

test('a removal ends an addition that is not complete', async () => {
  const added = subscriptions.subscribe(['b']);
  const ended = expect(added).rejects.toMatchObject({ name: 'AbortError' });
  await settle();
  await subscriptions.unsubscribe(['b']);
  await ended;
  expect(asked.changes.at(-1)).toEqual({ subscribe: [], unsubscribe: ['b'] });
});

test('a removal without a connection is told to the next one, which may have been asked for before', async () => {
  asked.clientId = undefined;
  await subscriptions.unsubscribe(['a']);
  await asked.reconnect('c-2');
  expect(asked.changes).toEqual([{ subscribe: [], unsubscribe: ['a'] }]);
});

test('a removal without an answer is told again to a poller that goes on as the same client', async () => {
  asked.failures.push(new Unreachable('the network is gone'));
  const removed = subscriptions.unsubscribe(['a']);
  asked.clientId = undefined;
  await settle();
  await asked.reconnect('c-1');
  await removed;
  expect(asked.changes).toEqual(Array(2).fill({ subscribe: [], unsubscribe: ['a'] }));
});

test('a removal takes nothing away that is followed again by then', async () => {
  asked.clientId = undefined;
  await subscriptions.unsubscribe(['a']);
  const added = subscriptions.subscribe(['a']);
  subscriptions.completed(['a']);
  await added;
  await asked.reconnect('c-2');
  expect(asked.changes).toEqual([]);
});

test('a removal without an answer is asked for again', async () => {
  asked.failures.push(new Unreachable('no answer'));
  const removed = subscriptions.unsubscribe(['a']);
  await vi.advanceTimersByTimeAsync(1_000);
  await removed;
  expect(asked.changes).toHaveLength(2);
});
