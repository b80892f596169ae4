import { expect, test, vi } from 'vitest';
import { hold } from '../../src/rooms/topic-holds.ts';
import type { TopicChange } from '../../src/topics/topic-change.ts';
import { eachTest, type FeedOfService } from '../connect/feed-of-service.ts';
import { problem, settle } from '../fake-service.ts';

let of: FeedOfService;
let changes: TopicChange[];
/** What the service answers to the next changes; after that it takes each. */
let answers: Response[];

eachTest((fresh) => (of = fresh));

async function connected(topics: readonly string[]): Promise<void> {
  changes = [];
  answers = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (init?.method !== 'PATCH') return of.service.fetch(input, init);
    changes.push(JSON.parse(String(init.body)));
    return answers.shift() ?? Response.json({});
  };
  await of.start({ topics, fetch });
  await of.service.sendConnected();
}

/** All that is missed of them has come. */
async function complete(...topics: string[]): Promise<void> {
  const asked = () => changes.flatMap(({ subscribe }) => subscribe.map(({ topic }) => topic));
  await vi.waitFor(() => expect(asked()).toEqual(expect.arrayContaining(topics)), { timeout: 20_000 });
  await of.mark(topics, 'e1-1');
}

/** What the next connection follows; what the service was told before to follow no longer. */
async function followed(): Promise<{ next: string[]; unsubscribed: string[] }> {
  await settle();
  await of.service.fail();
  await of.pass(1_000);
  const query = new URLSearchParams(of.service.requests.at(-1)?.url.split('?')[1]);
  return { next: query.getAll('topic'), unsubscribed: changes.flatMap(({ unsubscribe }) => unsubscribe) };
}

const alertsStay = { next: ['alerts'], unsubscribed: [] };
const alertsGo = { next: [], unsubscribed: ['alerts'] };

test('a topic that only parts of a page want is followed until the last lets go', async () => {
  await connected([]);
  const [first, second] = [hold(of.feed, 'alerts'), hold(of.feed, 'alerts')];
  await complete('alerts');
  first();
  await settle();
  expect(changes).toHaveLength(1);
  second();
  expect(await followed()).toEqual(alertsGo);
});

test('a topic that the page follows from the beginning stays when a part of it lets go', async () => {
  await connected(['alerts']);
  const release = hold(of.feed, 'alerts', { last: 1 });
  await complete('alerts');
  release();
  expect(await followed()).toEqual(alertsStay);
});

test('a topic that the page adds before a part of it, or after it, stays when the part lets go', async () => {
  await connected([]);
  void of.feed.subscribe('alerts');
  const releases = [hold(of.feed, 'alerts'), hold(of.feed, 'news')];
  await complete('alerts', 'news');
  void of.feed.subscribe('news');
  await settle();
  for (const release of releases) release();
  expect(await followed()).toEqual({ next: ['alerts', 'news'], unsubscribed: [] });
});

test('a topic that the page is just adding stays when a part of it lets go', async () => {
  await connected([]);
  void of.feed.subscribe('alerts');
  hold(of.feed, 'alerts')();
  await complete('alerts');
  expect(await followed()).toEqual(alertsStay);
});

test('a topic that the page has taken back, or was refused, goes with the part that wants it', async () => {
  await connected(['news']);
  await of.feed.unsubscribe('news');
  answers = [problem(403, {})];
  await expect(of.feed.subscribe('alerts')).rejects.toMatchObject({ status: 403 });
  changes = [];
  const releases = [hold(of.feed, 'news'), hold(of.feed, 'alerts')];
  await complete('news', 'alerts');
  for (const release of releases) release();
  expect(await followed()).toEqual({ next: [], unsubscribed: ['news', 'alerts'] });
});

test('a topic that a part had the feed opened with goes when no part wants it', async () => {
  await connected(['alerts']);
  const releases = [hold(of.feed, 'alerts', { isFollowed: true }), hold(of.feed, 'alerts')];
  for (const release of releases) release();
  expect(await followed()).toEqual(alertsGo);
});
