import type { Room, RoomUser } from '../api.ts';
import { unwatched } from '../connection/unwatched.ts';
import type { Link } from '../link.ts';
import type { FeedSignal, RoomSignal } from '../transport.ts';
import { Unreachable } from '../unreachable.ts';
import { type JoinedNames, joinedNamesOf } from './joined-names.ts';
import { JoinedRoom } from './joined-room.ts';
import { keepTrying } from './keep-trying.ts';
import { roomSignalOf } from './room-event.ts';

interface Entry {
  readonly room: JoinedRoom;
  readonly joined: Promise<Room>;
  readonly resolve: (room: Room) => void;
  readonly reject: (error: Error) => void;
  /** Of the last attempt to enter. */
  turn: AbortController;
}

/** The rooms that a client is in. Each new connection enters them anew. */
export class RoomBook {
  private readonly entries = new Map<string, Entry>();
  private readonly names: JoinedNames;

  constructor(private readonly link: Link) {
    this.names = joinedNamesOf(link);
    const stop = link.onSignal((signal) => this.take(signal));
    link.closed.addEventListener('abort', () => {
      stop();
      for (const [name] of this.entries) this.remove(name, new Unreachable('the feed is closed'));
    });
  }

  /** A room that is joined already is the same room; as somebody else, it is left first. */
  join(name: string, who: RoomUser): Promise<Room> {
    if (this.link.closed.aborted) return Promise.reject(new Unreachable('the feed is closed'));
    const known = this.entries.get(name);
    if (known !== undefined && isSame(known.room.who, who)) return known.joined;
    if (known !== undefined) void this.leave(name, known.room);
    const entry = this.entryOf(name, who);
    this.entries.set(name, entry);
    this.names.all.add(name);
    this.nameRooms();
    // A stream is opened anew for it, and enters then.
    if (this.link.transport === 'websocket') void this.enter(entry);
    return entry.joined;
  }

  private entryOf(name: string, who: RoomUser): Entry {
    let resolve!: Entry['resolve'];
    let reject!: Entry['reject'];
    const joined = new Promise<Room>((yes, no) => {
      resolve = yes;
      reject = no;
    });
    const room = new JoinedRoom(this.link, name, who, () => this.leave(name, room));
    return { room, joined: unwatched(joined), resolve, reject, turn: new AbortController() };
  }

  private take(signal: FeedSignal): void {
    if (signal.kind === 'connected') {
      for (const entry of this.entries.values()) void this.enter(entry);
    } else if (signal.kind === 'room') this.pass(signal.message);
    else if (signal.kind === 'event' && this.link.transport !== 'websocket') this.pass(roomSignalOf(signal.event));
  }

  private pass(message: RoomSignal | undefined): void {
    if (message !== undefined) this.entries.get(message.room)?.room.take(message);
  }

  /** Until this connection is in the room, or ends, or the service says no. */
  private async enter(entry: Entry): Promise<void> {
    const { room } = entry;
    const turn = this.begins(entry);
    const act = () =>
      this.link.transport === 'websocket'
        ? this.link.request({ type: 'join', room: room.name, ...room.who }, turn)
        : room.load();
    const outcome = await keepTrying(this.link, act, turn);
    if (outcome === 'done') entry.resolve(room);
    else if (outcome !== 'stopped') {
      this.link.report?.({ kind: 'refused', text: outcome.message });
      this.names.leave(room.name);
      this.remove(room.name, outcome);
    }
  }

  /** Another attempt to enter ends the one before. */
  private begins(entry: Entry): AbortSignal {
    entry.turn.abort();
    entry.turn = new AbortController();
    return entry.turn.signal;
  }

  private async leave(name: string, room: JoinedRoom): Promise<void> {
    if (this.entries.get(name)?.room !== room) return;
    const isAsked = this.link.transport === 'websocket';
    this.remove(name, new Unreachable('the room was left'));
    if (isAsked) {
      await this.link.request({ type: 'leave', room: name }).catch(() => {
        // The connection is gone, and the membership with it.
      });
    }
    if (!this.entries.has(name)) this.names.leave(name);
  }

  private remove(name: string, why: Error): void {
    const entry = this.entries.get(name);
    if (entry === undefined) return;
    entry.turn.abort();
    this.entries.delete(name);
    entry.reject(why);
    this.nameRooms();
    entry.room.end(why);
  }

  private nameRooms(): void {
    const rooms = [...this.entries.keys()];
    const who = [...this.entries.values()].at(-1)?.room.who;
    this.link.setRooms(rooms.length === 0 ? undefined : { rooms, ...who });
  }
}

const isSame = (a: RoomUser, b: RoomUser) => a.userId === b.userId && a.username === b.username;
