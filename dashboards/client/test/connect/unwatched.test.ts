import { afterEach, beforeEach, expect, test } from 'vitest';
import { JoinedRoom } from '../../src/rooms/joined-room.ts';
import { problem, settle } from '../fake-service.ts';
import { FakeLink } from '../support/fake-link.ts';
import { eachTest, type FeedOfService } from './feed-of-service.ts';

let of: FeedOfService;
let unhandled: unknown[];

const hear = (error: unknown) => unhandled.push(error);

eachTest((fresh) => (of = fresh));
beforeEach(async () => {
  unhandled = [];
  process.on('unhandledRejection', hear);
  await of.start();
  await of.service.sendConnected();
});
afterEach(() => process.off('unhandledRejection', hear));

/** Node looks for rejections that nobody took when all that was ready has run. */
const looked = async () => {
  await settle();
  await new Promise((resolve) => setImmediate(resolve));
};

test('a subscription that is refused, and for which nobody waits, is a problem and no unhandled rejection', async () => {
  of.service.answer(problem(400, { detail: 'No topic' }));
  void of.feed.subscribe('a b');
  await looked();
  expect(of.problems).toMatchObject([{ kind: 'refused', text: 'No topic' }]);
  expect(unhandled).toEqual([]);
});

test('an event that is refused, and for which nobody waits, is a problem and no unhandled rejection', async () => {
  void of.feed.publish({ topic: 'a b', data: 1 });
  await settle();
  of.service.answer(problem(422, { detail: 'No topic' }));
  await of.pass(100);
  await looked();
  expect(of.problems).toMatchObject([{ kind: 'refused' }]);
  expect(unhandled).toEqual([]);
});

test.each<[string, () => Promise<unknown>]>([
  ['subscribe', () => of.feed.subscribe('b')],
  ['publish', () => of.feed.publish({ topic: 'b', data: 1 })],
  ['join', () => of.feed.join('r')],
])('a %s for which nobody waits may meet the end of the feed', async (_, act) => {
  of.service.answer('none');
  void act();
  await settle();
  of.feed.close();
  await looked();
  void act();
  void of.feed.unsubscribe('b');
  void of.feed.flush();
  await looked();
  expect(unhandled).toEqual([]);
});

test('a signal to somebody who is not in the room may go unwatched', async () => {
  const link = new FakeLink('sse');
  const room = new JoinedRoom(link, 'r', {}, async () => {});
  void room.signal('nobody', 1);
  await looked();
  expect(unhandled).toEqual([]);
});
