import { expect, test } from 'vitest';
import { cameSince } from '../../src/feed/came-since.ts';
import { Subscriptions } from '../../src/feed/subscriptions.ts';
import type { TopicChange } from '../../src/topics/topic-change.ts';
import { settle } from '../fake-service.ts';
import { FakeLink } from '../support/fake-link.ts';

const page = (count: number, next: string) => Response.json({ events: Array.from({ length: count }, () => ({})), next });

test('as many as asked for came, also when the service tells them in several answers', async () => {
  const link = new FakeLink();
  link.answer(page(2, 'e1-7'), page(1, 'e1-9'));
  expect(await cameSince(link, 'x/*', 'e1-5', 3)).toBe(true);
  expect(link.asked.map(({ url }) => url)).toEqual([
    'https://feed.example.com/history?topic=x%2F*&after=e1-5&limit=3',
    'https://feed.example.com/history?topic=x%2F*&after=e1-7&limit=1',
  ]);
});

test('fewer came, when the service has no more', async () => {
  const link = new FakeLink();
  link.answer(page(2, 'e1-7'), page(0, 'e1-7'));
  expect(await cameSince(link, 'x', 'e1-5', 3)).toBe(false);
});

test.each([
  ['fewer than they are', false, { last: 3 }],
  ['as many as they are', true, { after: 'e1-100' }],
])('the last ones that were asked for, and cut off when %s had come since, leave none out', async (_, isMore, from) => {
  const changes: TopicChange[] = [];
  const counted: unknown[] = [];
  let clientId = 'c-1';
  const subscriptions = new Subscriptions([], {
    clientId: () => clientId,
    position: () => 'e1-100',
    cameSince: async (...asked) => {
      counted.push(asked);
      return isMore;
    },
    change: async (change) => void changes.push(change),
    aim: () => {},
    closed: new AbortController().signal,
  });
  void subscriptions.subscribe(['b'], { last: 3 });
  await settle();
  expect(counted).toEqual([]);
  clientId = 'c-2';
  subscriptions.connected();
  await settle();
  expect(counted).toEqual([['b', 'e1-100', 3]]);
  expect(changes[1]?.subscribe).toEqual([{ topic: 'b', ...from }]);
});
