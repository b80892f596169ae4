import { beforeEach, expect, test } from 'vitest';
import { Subscriptions } from '../../src/feed/subscriptions.ts';
import type { TopicChange } from '../../src/topics/topic-change.ts';
import type { FeedEvent } from '../../src/types.ts';
import { settle } from '../fake-service.ts';

let clientId: string;
let changes: TopicChange[];
let subscriptions: Subscriptions;

beforeEach(async () => {
  clientId = 'c-1';
  changes = [];
  subscriptions = new Subscriptions([], {
    clientId: () => clientId,
    position: () => 'e1-100',
    cameSince: async () => false,
    change: async (change) => void changes.push(change),
    aim: () => {},
    closed: new AbortController().signal,
  });
  void subscriptions.subscribe(['x/1'], { last: 1 });
  await settle();
  void subscriptions.subscribe(['x/*'], { last: 10 });
  await settle();
});

const isNews = (topic: string, sequence: number) => {
  const event: FeedEvent = { position: `e1-${sequence}`, topic, event: 'message', time: 0, data: null };
  return subscriptions.isNews(event);
};
const askedAnew = async () => {
  changes = [];
  clientId = 'c-2';
  subscriptions.connected();
  await settle();
  return changes.flatMap(({ subscribe }) => subscribe);
};

test('a pattern brings what stands before the events of another addition, and nothing that has come', () => {
  const coming = [isNews('x/1', 30), isNews('x/2', 10), isNews('x/3', 20), isNews('x/1', 30)];
  expect(coming).toEqual([true, true, true, false]);
});

test('a pattern that is complete says no more of its topics than any other', () => {
  isNews('x/1', 30);
  subscriptions.completed(['x/*']);
  expect(isNews('x/1', 30)).toBeUndefined();
});

test('after a cut, a pattern of which nothing is known to have come begins where it was to begin', async () => {
  isNews('x/1', 30);
  expect(await askedAnew()).toContainEqual({ topic: 'x/*', last: 10 });
  expect([isNews('x/2', 10), isNews('x/1', 30)]).toEqual([true, false]);
});

test('after a cut, a pattern goes on after what only it has brought', async () => {
  isNews('x/1', 30);
  isNews('x/2', 40);
  expect(await askedAnew()).toContainEqual({ topic: 'x/*', after: 'e1-40' });
});
