import type { Link, OpenRoom } from './link.ts';
import { RoomBook } from './rooms/room-book.ts';

export type { Member, Room, RoomEvents, RoomMessage, RoomUser } from './api.ts';

const books = new WeakMap<Link, RoomBook>();

/** Enters a room; resolves when its members and its last messages are known. */
export const openRoom: OpenRoom = (link, room, who) => {
  const book = books.get(link) ?? new RoomBook(link);
  books.set(link, book);
  return book.join(room, who);
};
