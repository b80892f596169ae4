// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Feed, RoomMessage, RoomUser } from '../../src/api.ts';
import { type LiveRoom, useRoom } from '../../src/react.ts';
import { Refusal } from '../../src/refusal.ts';
import { FakeFeed, type FakeRoom } from '../support/fake-feed.ts';
import { Rendered } from './rendered.ts';

interface Props {
  readonly feed: Feed | undefined;
  readonly name: string;
  readonly who?: RoomUser;
}

let feed: FakeFeed;
let hook: Rendered<Props, LiveRoom>;

const use = ({ feed: of, name, who }: Props) => useRoom(of, name, { ...who });
const room = () => feed.rooms.at(-1) as FakeRoom;
const bob = { room: 'general', userId: 'bob', username: 'Bob', timestamp: 1 };
const says = (content: string): RoomMessage => ({ ...bob, type: 'message', content });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  feed = new FakeFeed();
  hook = new Rendered(use);
});

afterEach(async () => {
  await hook.unmount();
  vi.useRealTimers();
});

test('is in the room once, although StrictMode mounts twice and the user is another object each time', async () => {
  await hook.show({ feed, name: 'general', who: { userId: 'ada' } });
  await hook.show({ feed, name: 'general', who: { userId: 'ada' } });
  expect(feed.rooms.map(({ isLeft }) => isLeft)).toEqual([false]);
  expect(hook.last.state).toBe('joined');
  await hook.unmount();
  expect(feed.rooms.map(({ isLeft }) => isLeft)).toEqual([true]);
});

test('gives members, messages and who types', async () => {
  await hook.show({ feed, name: 'general' });
  const members = [{ userId: 'bob', username: 'Bob', memberIds: [] }];
  await hook.do(() => {
    room().emit('members', members);
    room().emit('message', says('hi'));
    room().emit('typing', { ...bob, type: 'typing' });
  });
  expect(hook.last).toMatchObject({ members, count: 1, messages: [says('hi')], typing: [bob] });
});

test('who types does so for 3 s, or until a message comes', async () => {
  await hook.show({ feed, name: 'general' });
  await hook.do(() => room().emit('typing', { ...bob, type: 'typing' }));
  await hook.do(() => vi.advanceTimersByTimeAsync(2_999));
  expect(hook.last.typing).toHaveLength(1);
  await hook.do(() => vi.advanceTimersByTimeAsync(1));
  expect(hook.last.typing).toEqual([]);
  await hook.do(() => {
    room().emit('typing', { ...bob, type: 'typing' });
    room().emit('message', says('hi'));
  });
  expect(hook.last.typing).toEqual([]);
});

test('speaks in the room, by functions that stay the same', async () => {
  await hook.show({ feed, name: 'general' });
  const { send, sendTyping, signal } = hook.last;
  await send('hi');
  sendTyping();
  await signal('bob', 1);
  expect(room().said).toEqual(['hi', 'typing', ['bob', 1]]);
  await hook.do(() => room().emit('members', []));
  expect([hook.last.send, hook.last.sendTyping, hook.last.signal]).toEqual([send, sendTyping, signal]);
});

test('without a feed nothing can be said', async () => {
  await hook.show({ feed: undefined, name: 'general' });
  await expect(hook.last.send('hi')).rejects.toThrow('the room is not joined');
  expect(hook.last.state).toBe('joining');
});

test('two components are one member, until both are gone', async () => {
  const other = new Rendered(use);
  await hook.show({ feed, name: 'general' });
  await other.show({ feed, name: 'general' });
  await hook.unmount();
  expect(feed.rooms.map(({ isLeft }) => isLeft)).toEqual([false]);
  await other.unmount();
  expect(feed.rooms.map(({ isLeft }) => isLeft)).toEqual([true]);
});

test('another room is joined, and the first is left', async () => {
  await hook.show({ feed, name: 'general' });
  await hook.show({ feed, name: 'news' });
  expect(feed.rooms.map(({ name, isLeft }) => [name, isLeft])).toEqual([
    ['general', true],
    ['news', false],
  ]);
});

test('a refusal is told', async () => {
  feed.refusal = new Refusal(403, 'not yours');
  const failing = new Rendered(use);
  feed.join = async () => Promise.reject(new Refusal(403, 'not yours'));
  await failing.show({ feed, name: 'general' });
  expect(failing.last).toMatchObject({ state: 'refused', error: new Refusal(403, 'not yours') });
  await failing.unmount();
});

test('a room that ends is told as a refusal, with the messages that came before', async () => {
  await hook.show({ feed, name: 'general' });
  await hook.do(() => {
    room().emit('members', [{ userId: 'bob', username: 'Bob', memberIds: [] }]);
    room().emit('message', says('hi'));
    room().emit('typing', { ...bob, type: 'typing' });
  });
  const error = new Refusal(403, 'not yours');
  await hook.do(() => room().emit('end', error));
  expect(hook.last).toMatchObject({ state: 'refused', error, room: undefined, count: 0, members: [], typing: [] });
  expect(hook.last.messages).toEqual([says('hi')]);
  await expect(hook.last.send('hi')).rejects.toThrow('the room is not joined');
});

test('a room that ended, and that another component joins anew, is left with that component', async () => {
  const other = new Rendered(use);
  await hook.show({ feed, name: 'general' });
  await hook.do(async () => {
    await room().leave();
    room().emit('end', new Refusal(403, 'not yours'));
  });
  await other.show({ feed, name: 'general' });
  await other.unmount();
  expect(feed.rooms.map(({ isLeft }) => isLeft)).toEqual([true, true]);
});
