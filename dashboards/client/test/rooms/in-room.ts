import { vi } from 'vitest';
import type { Room, RoomEvents, RoomUser, TransportName } from '../../src/api.ts';
import { openRoom } from '../../src/rooms.ts';
import type { RoomSignal } from '../../src/transport.ts';
import { settle } from '../fake-service.ts';
import { FakeLink } from '../support/fake-link.ts';

export const ada = { userId: 'ada', username: 'Ada', memberId: 'm-1', timestamp: 1 };
export const bob = { userId: 'bob', username: 'Bob', memberId: 'm-2', timestamp: 1 };

export const bobs = { userId: 'bob', username: 'Bob', memberIds: ['m-2'] };

/** A client in a room, in virtual time, and all that it heard there. */
export class InRoom {
  readonly link: FakeLink;
  readonly heard: [keyof RoomEvents, unknown][] = [];
  room: Room | undefined;
  error: unknown;

  constructor(transport: TransportName = 'websocket') {
    this.link = new FakeLink(transport);
  }

  async join(name = 'general', who: RoomUser = { userId: 'ada', username: 'Ada' }): Promise<void> {
    openRoom(this.link, name, who).then(
      (room) => this.listen(room),
      (error: unknown) => (this.error = error),
    );
    await settle();
  }

  /** Connects, and joins a room in which Bob is and said something. */
  async enter(): Promise<void> {
    this.welcome({ users: [bobs], messages: [messageOf(5)] });
    await this.link.connect();
    await this.join();
  }

  /** What the service says to a newcomer, before it answers. */
  welcome(state: Partial<RoomSignal> = {}, self = ada): void {
    this.link.reply(() => {
      void this.link.room({ type: 'join', room: 'general', ...self });
      void this.link.room({ type: 'room_state', room: 'general', users: [], messages: [], timestamp: 1, ...state });
      return {};
    });
  }

  say(sequence: number, content: unknown = sequence): Promise<void> {
    return this.link.room(messageOf(sequence, content));
  }

  async pass(milliseconds: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(milliseconds);
    await settle();
  }

  get contents(): unknown[] {
    return this.heard.filter(([name]) => name === 'message').map(([, message]) => (message as RoomSignal)['content']);
  }

  get userIds(): string[] | undefined {
    return this.room?.members.map(({ userId }) => userId);
  }

  private listen(room: Room): void {
    this.room = room;
    for (const name of ['message', 'join', 'leave', 'typing', 'signal', 'members'] as const)
      room.on(name, (value) => this.heard.push([name, value]));
  }
}

export const messageOf = (sequence: number, content: unknown = sequence): RoomSignal => ({
  ...bob,
  type: 'message',
  room: 'general',
  content,
  position: `e1-${sequence}`,
});
