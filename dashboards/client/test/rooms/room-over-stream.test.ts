import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import type { FeedEvent } from '../../src/types.ts';
import { problem } from '../fake-service.ts';
import { ada, bob, bobs, InRoom } from './in-room.ts';

let general: InRoom;

const event = (sequence: number, name: string, data: object, topic = 'rooms/general'): FeedEvent => ({
  position: `e1-${sequence}`,
  topic,
  event: name,
  time: 1,
  data,
});
const stored = (sequence: number) => ({
  position: `e1-${sequence}`,
  topic: 'rooms/general',
  time: '2026-11-24T10:00:00Z',
  data: { ...bob, content: sequence },
});
const members = (position: string, ...users: object[]) => Response.json({ members: users, position });
const page = (events: readonly unknown[], next: string) => Response.json({ events, next });
const adas = { userId: 'ada', username: 'Ada', memberIds: ['m-1'] };

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  general = new InRoom('sse');
  await general.link.connect();
});

afterEach(async () => {
  await general.link.close();
  vi.useRealTimers();
});

async function joined(): Promise<void> {
  await general.join();
  general.link.answer(members('e1-4', bobs, adas), page([stored(3)], 'e1-5'), page([], 'e1-5'));
  await general.link.connect();
  await general.pass(0);
}

const passes = (one: FeedEvent) => general.link.signal({ kind: 'event', event: one });

describe('joining', () => {
  test('names the room and who one is in the query of the next stream, and reads who is there', async () => {
    await joined();
    expect(general.link.rooms).toEqual([{ rooms: ['general'], userId: 'ada', username: 'Ada' }]);
    const [asked, history] = general.link.asked;
    expect(asked?.url).toBe('https://feed.example.com/members?topic=rooms%2Fgeneral');
    expect(asked?.headers.get('Authorization')).toBe('Bearer t0');
    expect(history?.url).toContain('newest=50');
    expect(general.room?.members).toEqual([bobs, adas]);
    expect(general.room?.messages.map(({ content }) => content)).toEqual([3]);
  });

  test('what comes while it reads is neither lost nor heard twice', async () => {
    await general.join();
    general.link.answer(members('e1-4', bobs), page([stored(3)], 'e1-5'), page([], 'e1-5'));
    const connected = general.link.connect();
    void passes(event(3, 'message', { ...bob, content: 3 }));
    void passes(event(4, 'leave', bob, 'rooms/general/members'));
    void passes(event(5, 'join', ada, 'rooms/general/members'));
    void passes(event(6, 'message', { ...bob, content: 6 }));
    await connected;
    await general.pass(0);
    expect(general.userIds).toEqual(['bob', 'ada']);
    expect(general.room?.messages.map(({ content }) => content)).toEqual([3, 6]);
  });

  test('is refused where the list is not to be read', async () => {
    await general.join();
    general.link.answer(problem(403, { detail: 'not yours' }));
    await general.link.connect();
    await general.pass(0);
    expect((general.error as Refusal).message).toBe('not yours');
  });

  test('asks again after a lost answer, and with a newer token after a 401', async () => {
    await general.join();
    general.link.answer(new TypeError('network'), problem(401, {}), members('e1-4', adas), page([], 'e1-4'));
    await general.link.connect();
    await general.pass(60_000);
    expect(general.userIds).toEqual(['ada']);
    expect(general.link.refreshed).toBe(1);
  });
});

describe('in the room', () => {
  beforeEach(joined);

  test('events of its topics are heard in the form of a WebSocket', async () => {
    await passes(event(6, 'message', { ...bob, content: 'hi' }));
    await passes(event(7, 'leave', bob, 'rooms/general/members'));
    await passes(event(8, 'typing', { userId: 'bob' }));
    expect(general.heard).toEqual([
      ['message', { ...bob, type: 'message', room: 'general', content: 'hi', position: 'e1-6' }],
      ['leave', { ...bob, type: 'leave', room: 'general', position: 'e1-7' }],
      ['members', [adas]],
      ['typing', { userId: 'bob', timestamp: 1, type: 'typing', room: 'general', position: 'e1-8' }],
    ]);
  });

  test('a message is posted', async () => {
    await general.room?.send('hello');
    const [asked] = general.link.asked.slice(-1);
    expect(asked?.url).toBe('https://feed.example.com/events');
    expect(asked?.body).toMatchObject([{ topic: 'rooms/general', data: { userId: 'ada', content: 'hello' } }]);
  });

  test('typing is posted to all others, and is not kept', async () => {
    general.room?.typing();
    await general.pass(0);
    expect(general.link.asked.at(-1)?.body).toMatchObject([
      {
        topic: 'rooms/general',
        event: 'typing',
        ephemeral: true,
        except: ['c-1'],
        data: { userId: 'ada', username: 'Ada' },
      },
    ]);
  });

  test('a signal goes to each connection of a user, or to one', async () => {
    await general.room?.signal('bob', { sdp: 1 });
    await general.room?.signal('m-2', { sdp: 2 });
    const sent = general.link.asked.slice(-2).map(({ body }) => (body as { to: unknown; event: string }[])[0]);
    expect(sent).toMatchObject([
      { to: { client: 'm-2' }, event: 'signal', ephemeral: true },
      { to: { client: 'm-2' }, event: 'signal', ephemeral: true },
    ]);
    await expect(general.room?.signal('nobody', {})).rejects.toBeInstanceOf(Refusal);
  });

  test('leaving names the room no longer', async () => {
    await general.room?.leave();
    expect(general.link.rooms.at(-1)).toBeUndefined();
  });
});
