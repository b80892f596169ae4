// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Feed } from '../../src/api.ts';
import { type RoomPresence, usePresence } from '../../src/react.ts';
import { openRoom } from '../../src/rooms.ts';
import { problem, settle } from '../fake-service.ts';
import { ada, bob, bobs } from '../rooms/in-room.ts';
import { FakeFeed } from '../support/fake-feed.ts';
import { FakeLink } from '../support/fake-link.ts';
import { Rendered } from './rendered.ts';

let feed: FakeFeed;
let link: FakeLink;
let hook: Rendered<{ readonly feed: Feed | undefined }, RoomPresence>;

const members = (...users: object[]) => Response.json({ members: users, position: 'e1-4' });
const userIds = () => hook.last.members.map(({ userId }) => userId);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  feed = new FakeFeed();
  link = new FakeLink('websocket');
  Object.assign(feed, { actions: { get: () => Promise.resolve({ link }) } });
  hook = new Rendered(({ feed: of }) => usePresence(of, 'lobby'));
});

afterEach(async () => {
  await hook.unmount();
  await link.close();
  vi.useRealTimers();
});

test('reads who is there and follows who comes and goes, without being in the room', async () => {
  await hook.show({ feed });
  link.answer(members(bobs));
  await hook.do(() => link.connect());
  expect(userIds()).toEqual(['bob']);
  const join = { position: 'e1-5', topic: 'rooms/lobby/members', event: 'join', time: 1, data: ada };
  await hook.do(() => link.signal({ kind: 'event', event: join }));
  await hook.do(() => link.signal({ kind: 'event', event: { ...join, position: 'e1-6', event: 'leave', data: bob } }));
  expect(userIds()).toEqual(['ada']);
  expect(feed.asked).toEqual(['subscribe rooms/lobby/members {}']);
  expect(link.messages).toEqual([]);
});

test('reads again after each reconnect, and a lost answer again', async () => {
  await hook.show({ feed });
  link.answer(members(bobs));
  await hook.do(() => link.connect());
  link.answer(new TypeError('network'), members());
  await hook.do(() => link.connect());
  await hook.do(() => vi.advanceTimersByTimeAsync(60_000));
  expect(userIds()).toEqual([]);
});

test('a refusal is told', async () => {
  await hook.show({ feed });
  link.answer(problem(403, { detail: 'not yours' }));
  await hook.do(() => link.connect());
  expect((hook.last.error as Error).message).toBe('not yours');
});

test('ends with the component', async () => {
  await hook.show({ feed });
  await hook.unmount();
  expect(feed.asked.at(-1)).toBe('unsubscribe rooms/lobby/members');
});

test('in a room that the client is in, too, its topic is let go when that is left', async () => {
  await hook.show({ feed });
  await hook.do(() => link.connect());
  const room = openRoom(link, 'lobby', {});
  await hook.unmount();
  expect(feed.asked).toEqual(['subscribe rooms/lobby/members {}']);
  await (await room).leave();
  await settle();
  expect(feed.asked.at(-1)).toBe('unsubscribe rooms/lobby/members');
});

test('a room that is left takes its topic away at the service: it is followed again', async () => {
  await hook.show({ feed });
  await hook.do(() => link.connect());
  feed.position = 'e1-9';
  const room = await openRoom(link, 'lobby', {});
  link.answer(members(bobs));
  await hook.do(() => room.leave());
  expect(feed.asked.at(-1)).toBe('subscribe rooms/lobby/members {"after":"e1-9"}');
  expect(userIds()).toEqual(['bob']);
});

test('follows as a part of the page, so that what the page follows itself stays', async () => {
  const asked: string[] = [];
  const ofParts = {
    subscribe: async (topic: string) => void asked.push(`subscribe ${topic}`),
    unsubscribe: async (topic: string) => void asked.push(`unsubscribe ${topic}`),
  };
  Object.assign(feed, { actions: { get: () => Promise.resolve({ link, ofParts }) } });
  await hook.show({ feed });
  await hook.do(() => link.connect());
  const room = await openRoom(link, 'lobby', {});
  await hook.do(() => room.leave());
  await hook.unmount();
  expect(asked.map((one) => one.split(' ')[0])).toEqual(['subscribe', 'subscribe', 'unsubscribe']);
  expect(feed.asked).toEqual([]);
});
