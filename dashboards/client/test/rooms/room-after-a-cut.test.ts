import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import { ada, bob, InRoom, messageOf } from './in-room.ts';

let general: InRoom;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  general = new InRoom();
  await general.enter();
});

afterEach(async () => {
  await general.link.close();
  vi.useRealTimers();
});

describe('after a cut', () => {
  test('it joins again, and what comes again is heard once', async () => {
    await general.say(6);
    await general.link.lose();
    general.welcome({ messages: [messageOf(5), messageOf(6), messageOf(7)] }, { ...ada, memberId: 'm-8' });
    await general.link.connect('m-8');
    await general.say(8);
    expect(general.contents).toEqual([6, 7, 8]);
    expect(general.userIds).toEqual(['ada']);
    expect(general.room?.members[0]?.memberIds).toEqual(['m-8']);
  });

  test('that lasted longer than the messages of a newcomer, the others are read, and come in order', async () => {
    await general.link.lose();
    const page = (events: readonly unknown[], next: string) => Response.json({ events, next });
    const stored = (n: number) => ({
      position: `e1-${n}`,
      topic: 'rooms/general',
      time: '2026-11-24T10:00:00Z',
      data: { ...bob, content: n },
    });
    general.link.answer(page([stored(6), stored(7)], 'e1-7'), page([], 'e1-7'));
    general.welcome({ messages: [messageOf(8)] });
    await general.link.connect();
    await general.say(9);
    await general.pass(0);
    expect(general.contents).toEqual([6, 7, 8, 9]);
    expect(general.link.asked[0]?.url).toContain('/history?topic=rooms%2Fgeneral&limit=500&after=e1-5');
  });

  test('a join that is refused ends the room, which says so, and the problem is told', async () => {
    const { room, link } = general;
    const ends: Error[] = [];
    room?.on('end', (why) => ends.push(why));
    await link.lose();
    link.reply(new Refusal(403, 'ada is somebody else'));
    await link.connect('m-8');
    expect(ends).toEqual([new Refusal(403, 'ada is somebody else')]);
    expect(link.problems).toEqual([{ kind: 'refused', text: 'ada is somebody else' }]);
    await general.say(8);
    expect(general.contents).toEqual([]);
  });

  test('of which the messages cannot be read, that is a gap, and it goes on', async () => {
    await general.link.lose();
    general.link.answer(new TypeError('network'));
    general.welcome({ messages: [messageOf(8)] });
    await general.link.connect();
    await general.pass(0);
    expect(general.contents).toEqual([8]);
    expect(general.link.problems).toEqual([{ kind: 'gap', text: 'messages of room general could not be read' }]);
  });
});
