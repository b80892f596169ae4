import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import { Unreachable } from '../../src/unreachable.ts';
import { bob, bobs, InRoom, messageOf } from './in-room.ts';

let general: InRoom;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  general = new InRoom();
});

afterEach(async () => {
  await general.link.close();
  vi.useRealTimers();
});

const adas = { userId: 'ada', username: 'Ada', memberIds: ['m-1'] };

describe('joining', () => {
  test('says who one is, and gives the others, oneself and the last messages', async () => {
    await general.enter();
    expect(general.link.messages).toEqual([{ type: 'join', room: 'general', userId: 'ada', username: 'Ada' }]);
    expect(general.room?.members).toEqual([bobs, adas]);
    expect(general.room?.messages).toEqual([messageOf(5)]);
  });

  test('waits for a connection', async () => {
    await general.join();
    expect(general.link.messages).toEqual([]);
    general.welcome();
    await general.link.connect();
    expect(general.userIds).toEqual(['ada']);
  });

  test('is tried again with the next connection when this one ends', async () => {
    await general.link.connect();
    general.link.reply(new Unreachable('cut'));
    await general.join();
    await general.link.lose();
    general.welcome();
    await general.link.connect();
    expect(general.userIds).toEqual(['ada']);
  });

  test('is tried again where the service is busy, after the time that it asks for', async () => {
    await general.link.connect();
    general.link.reply(new Refusal(429, 'later', 9_000));
    await general.join();
    general.welcome();
    await general.pass(8_999);
    expect(general.room).toBeUndefined();
    await general.pass(1);
    expect(general.userIds).toEqual(['ada']);
  });

  test('is refused for good where it is not allowed, and is not tried again', async () => {
    await general.link.connect();
    general.link.reply(new Refusal(403, 'not yours'));
    await general.join();
    expect(general.error).toEqual(new Refusal(403, 'not yours'));
    await general.link.connect();
    expect(general.link.messages).toHaveLength(1);
    expect(general.link.rooms.at(-1)).toBeUndefined();
  });

  test('twice is the same room', async () => {
    await general.enter();
    const first = general.room;
    await general.join();
    expect(general.room).toBe(first);
    expect(general.link.messages).toHaveLength(1);
  });

  test('as somebody else leaves first', async () => {
    await general.enter();
    await general.join('general', { userId: 'eve' });
    expect(general.link.messages.map(({ type, userId }) => [type, userId])).toEqual([
      ['join', 'ada'],
      ['leave', undefined],
      ['join', 'eve'],
    ]);
  });

  test('a large room counts its members', async () => {
    general.welcome({ users: undefined, members: 2_000 });
    await general.link.connect();
    await general.join();
    expect([general.room?.count, general.userIds]).toEqual([2_000, ['ada']]);
  });

  test('ends with the feed', async () => {
    await general.join();
    await general.link.close();
    expect(general.error).toEqual(new Unreachable('the feed is closed'));
  });
});

describe('in the room', () => {
  beforeEach(() => general.enter());

  test('who comes and goes is told, and is in the list or not', async () => {
    const eve = { ...bob, userId: 'eve', username: 'Eve', memberId: 'm-3' };
    await general.link.room({ type: 'join', room: 'general', ...eve, position: 'e1-6' });
    expect(general.userIds).toEqual(['bob', 'ada', 'eve']);
    await general.link.room({ type: 'leave', room: 'general', ...bob, position: 'e1-7' });
    expect(general.userIds).toEqual(['ada', 'eve']);
    expect(general.heard.map(([name]) => name)).toEqual(['join', 'members', 'leave', 'members']);
  });

  test('a further connection of a member is no join', async () => {
    await general.link.room({ type: 'join', room: 'general', ...bob, memberId: 'm-9' });
    expect(general.heard.map(([name]) => name)).toEqual(['members']);
    expect(general.room?.members[0]?.memberIds).toEqual(['m-2', 'm-9']);
  });

  test('other rooms are not heard', async () => {
    await general.link.room({ ...messageOf(6), room: 'other' });
    expect(general.heard).toEqual([]);
  });

  test('a message is published with an id, at once', async () => {
    await general.room?.send('hello', { colour: 'red' });
    const data = { colour: 'red', userId: 'ada', username: 'Ada', content: 'hello' };
    expect(general.link.messages.at(-1)).toEqual({
      type: 'publish',
      events: [{ topic: 'rooms/general', data, id: expect.any(String) }],
    });
  });

  test('typing is told also after the clock was set back', () => {
    general.room?.typing();
    vi.setSystemTime(Date.now() - 3_600_000);
    general.room?.typing();
    expect(general.link.messages.filter(({ type }) => type === 'typing')).toHaveLength(2);
  });

  test('typing is told once in a second', async () => {
    for (let i = 0; i < 5; i++) general.room?.typing();
    await general.pass(1_000);
    general.room?.typing();
    const typing = general.link.messages.filter(({ type }) => type === 'typing');
    expect(typing).toEqual([
      { type: 'typing', room: 'general' },
      { type: 'typing', room: 'general' },
    ]);
  });

  test('a signal to nobody is refused', async () => {
    general.link.reply(new Refusal(404, 'nobody'));
    await expect(general.room?.signal('m-9', { sdp: '' })).rejects.toEqual(new Refusal(404, 'nobody'));
    expect(general.link.messages.at(-1)).toEqual({ type: 'signal', room: 'general', to: 'm-9', data: { sdp: '' } });
  });

  test('a listener that throws does not keep the others from hearing', async () => {
    const errors: unknown[] = [];
    vi.stubGlobal('queueMicrotask', (run: () => void) => {
      try {
        run();
      } catch (error) {
        errors.push(error);
      }
    });
    const contents: unknown[] = [];
    general.room?.on('message', () => {
      throw new Error('mine');
    });
    general.room?.on('message', ({ content }) => contents.push(content));
    await general.say(6);
    vi.unstubAllGlobals();
    expect([contents, errors]).toEqual([[6], [new Error('mine')]]);
  });

  test('the end of the feed is the end of the room', async () => {
    const ends: Error[] = [];
    general.room?.on('end', (why) => ends.push(why));
    await general.link.close();
    expect(ends).toEqual([new Unreachable('the feed is closed')]);
  });

  test('leaving says so, and nothing is heard any more', async () => {
    await general.room?.leave();
    await general.say(6);
    expect(general.link.messages.at(-1)).toEqual({ type: 'leave', room: 'general' });
    expect(general.heard).toEqual([]);
    await general.link.connect();
    expect(general.link.messages).toHaveLength(2);
  });
});
