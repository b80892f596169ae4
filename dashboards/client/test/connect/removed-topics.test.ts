import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Subscriptions } from '../../src/feed/subscriptions.ts';
import type { TopicChange } from '../../src/topics/topic-change.ts';
import { Unreachable } from '../../src/unreachable.ts';
import { settle } from '../fake-service.ts';

let clientId: string | undefined;
let changes: TopicChange[];
let failures: unknown[];
let aims: (readonly string[])[];
let subscriptions: Subscriptions;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  clientId = 'c-1';
  changes = [];
  failures = [];
  aims = [];
  subscriptions = new Subscriptions(['a'], {
    clientId: () => clientId,
    position: () => 'e1-100',
    cameSince: async () => false,
    change: async (change) => {
      changes.push(change);
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
    },
    aim: (all) => aims.push(all),
    closed: new AbortController().signal,
  });
});

afterEach(() => vi.useRealTimers());

const reconnect = async (name: string) => {
  clientId = name;
  subscriptions.connected();
  await settle();
};

test('a removal is told to the service, and the next connection leaves it out', async () => {
  await subscriptions.unsubscribe(['a']);
  expect(changes).toEqual([{ subscribe: [], unsubscribe: ['a'] }]);
  expect(aims.at(-1)).toEqual([]);
});

test('a removal ends an addition that is not complete', async () => {
  const added = subscriptions.subscribe(['b']);
  const ended = expect(added).rejects.toMatchObject({ name: 'AbortError' });
  await settle();
  await subscriptions.unsubscribe(['b']);
  await ended;
  expect(changes.at(-1)).toEqual({ subscribe: [], unsubscribe: ['b'] });
});

test('a removal without a connection is told to the next one, which may have been asked for before', async () => {
  clientId = undefined;
  await subscriptions.unsubscribe(['a']);
  await reconnect('c-2');
  expect(changes).toEqual([{ subscribe: [], unsubscribe: ['a'] }]);
});

test('a removal without an answer is told again to a poller that goes on as the same client', async () => {
  failures.push(new Unreachable('the network is gone'));
  const removed = subscriptions.unsubscribe(['a']);
  clientId = undefined;
  await settle();
  await reconnect('c-1');
  await removed;
  expect(changes).toEqual(Array(2).fill({ subscribe: [], unsubscribe: ['a'] }));
});

test('a removal takes nothing away that is followed again by then', async () => {
  clientId = undefined;
  await subscriptions.unsubscribe(['a']);
  const added = subscriptions.subscribe(['a']);
  subscriptions.completed(['a']);
  await added;
  await reconnect('c-2');
  expect(changes).toEqual([]);
});

test('a removal without an answer is asked for again', async () => {
  failures.push(new Unreachable('no answer'));
  const removed = subscriptions.unsubscribe(['a']);
  await vi.advanceTimersByTimeAsync(1_000);
  await removed;
  expect(changes).toHaveLength(2);
});
