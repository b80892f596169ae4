import { expect, test } from 'vitest';
import type { RoomMessage } from '../../src/api.ts';
import { RecentMessages } from '../../src/rooms/recent-messages.ts';
import { messageOf } from './in-room.ts';

const message = (sequence: number, content?: unknown) => messageOf(sequence, content) as unknown as RoomMessage;

test('keeps 200 messages', () => {
  const recent = new RecentMessages();
  for (let i = 1; i <= 1_000; i++) recent.add(message(i));
  expect(recent.list.map(({ content }) => content)).toEqual(Array.from({ length: 200 }, (_, i) => 801 + i));
});

test('keeps a megabyte of them, and the last however large it is', () => {
  const recent = new RecentMessages();
  for (let i = 1; i <= 10; i++) recent.add(message(i, 'x'.repeat(300_000)));
  expect(recent.list).toHaveLength(3);
  recent.add(message(11, 'x'.repeat(2_000_000)));
  expect(recent.list.map(({ position }) => position)).toEqual(['e1-11']);
});

test('knows by position what has come', () => {
  const recent = new RecentMessages();
  recent.add(message(9));
  expect([8, 9, 10].map((n) => recent.has(message(n)))).toEqual([true, true, false]);
});
