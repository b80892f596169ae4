import type { AnyFeed } from '../any-feed.ts';
import type { Member, Room, RoomMessage, RoomUser } from '../api.ts';

/** How long somebody who typed is shown as typing: longer than the second in which it is told again. */
const typingFor = 3_000;

export interface RoomSnapshot {
  readonly room: Room | undefined;
  readonly state: 'joining' | 'joined' | 'refused';
  readonly members: readonly Member[];
  readonly count: number;
  readonly messages: readonly RoomMessage[];
  /** Who types, by what was told of it last. */
  readonly typing: readonly RoomMessage[];
  /** Why it is not in the room, or no longer: the service said no, the room was left, or the feed is closed. */
  readonly error: unknown;
}

const joining: RoomSnapshot = {
  room: undefined,
  state: 'joining',
  members: [],
  count: 0,
  messages: [],
  typing: [],
  error: undefined,
};

/** Memberships that components hold, by room and user. */
const holders = new WeakMap<object, Map<string, number>>();

/** What a component shows of a room that it is in while somebody listens. */
export class RoomStore {
  private readonly listeners = new Set<() => void>();
  private readonly typists = new Map<string, ReturnType<typeof setTimeout>>();
  private current = joining;
  private stops: (() => void)[] = [];
  /** Counts entries, so that a late answer to one that is over says nothing. */
  private turn = 0;

  constructor(
    private readonly feed: AnyFeed | undefined,
    private readonly name: string,
    private readonly who: RoomUser,
  ) {}

  readonly snapshot = (): RoomSnapshot => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.listeners.size === 1 && this.feed !== undefined) this.enter(this.feed);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.end();
    };
  };

  private enter(feed: AnyFeed): void {
    const turn = ++this.turn;
    const joined = feed.join(this.name, this.who);
    this.stops.push(keep(feed, JSON.stringify([this.name, this.who]), joined));
    joined.then(
      (room) => turn === this.turn && this.show(room),
      (error: unknown) => turn === this.turn && this.refuse(error),
    );
  }

  private show(room: Room): void {
    this.stops.push(
      room.on('members', () => this.tell({ members: room.members, count: room.count })),
      room.on('message', (message) => {
        this.endTyping(message.userId);
        this.tell({ messages: room.messages });
      }),
      room.on('leave', ({ userId }) => this.endTyping(userId)),
      room.on('typing', (message) => this.beginTyping(message)),
      room.on('end', (error) => this.refuse(error)),
    );
    const { members, count, messages } = room;
    this.tell({ room, state: 'joined', members, count, messages });
  }

  /** What was said before stays to be read. */
  private refuse(error: unknown): void {
    this.letGo();
    this.tell({ ...joining, messages: this.current.messages, state: 'refused', error });
  }

  private beginTyping(message: RoomMessage): void {
    const { userId } = message;
    this.endTyping(userId);
    this.typists.set(
      userId,
      setTimeout(() => this.endTyping(userId), typingFor),
    );
    this.tell({ typing: [...this.current.typing, message] });
  }

  private endTyping(userId: string): void {
    clearTimeout(this.typists.get(userId));
    if (this.typists.delete(userId)) this.tell({ typing: this.current.typing.filter((one) => one.userId !== userId) });
  }

  private end(): void {
    this.turn++;
    this.letGo();
    this.current = joining;
  }

  private letGo(): void {
    for (const stop of this.stops.splice(0)) stop();
    for (const timer of this.typists.values()) clearTimeout(timer);
    this.typists.clear();
  }

  private tell(change: Partial<RoomSnapshot>): void {
    this.current = { ...this.current, ...change };
    for (const listener of [...this.listeners]) listener();
  }
}

/** The room is left when the last component lets go of it, and none takes it again in the same task. */
function keep(feed: AnyFeed, key: string, joined: Promise<Room>): () => void {
  const counts = holders.get(feed) ?? new Map<string, number>();
  holders.set(feed, counts);
  counts.set(key, (counts.get(key) ?? 0) + 1);
  return () => {
    queueMicrotask(() => {
      const left = (counts.get(key) ?? 0) - 1;
      counts.set(key, left);
      if (left > 0) return;
      counts.delete(key);
      joined.then(
        (room) => {
          if (!counts.has(key)) void room.leave();
        },
        () => {},
      );
    });
  };
}
