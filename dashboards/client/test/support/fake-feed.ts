import type { Feed, LiveEvent, Receipt, Room, RoomEvents, RoomMessage, RoomUser, Status } from '../../src/api.ts';
import { Emitter } from '../../src/rooms/emitter.ts';
import type { FeedGap } from '../../src/types.ts';

/** A feed that the test speaks for, and what was asked of it. */
export class FakeFeed implements Feed {
  readonly asked: string[] = [];
  status: Status = { state: 'connecting', attempt: 0 };
  position: string | undefined;
  isClosed = false;
  /** What the next `subscribe` or `join` throws. */
  refusal: Error | undefined;
  readonly rooms: FakeRoom[] = [];
  private readonly emitter = new Emitter<{ event: LiveEvent; status: Status; gap: FeedGap }>();

  onStatus(listener: (status: Status) => void): () => void {
    listener(this.status);
    return this.emitter.on('status', listener);
  }

  on(name: string, listener: (event: LiveEvent<never, never>) => void): () => void {
    return this.emitter.on('event', (event) => {
      if (name === '*' || event.event === name) listener(event as LiveEvent<never, never>);
    });
  }

  onGap(listener: (gap: FeedGap) => void): () => void {
    return this.emitter.on('gap', listener);
  }

  async subscribe(topics: string | readonly string[], options = {}): Promise<void> {
    this.asked.push(`subscribe ${topics} ${JSON.stringify(options)}`);
    this.refuse();
  }

  async unsubscribe(topics: string | readonly string[]): Promise<void> {
    this.asked.push(`unsubscribe ${topics}`);
  }

  async publish(): Promise<Receipt> {
    return { id: 'x', accepted: 1, duplicates: 0 };
  }

  async flush(): Promise<void> {}

  async join(room: string, who: RoomUser = {}): Promise<Room> {
    this.asked.push(`join ${room} as ${who.userId}`);
    this.refuse();
    const known = this.rooms.find(({ name, isLeft }) => name === room && !isLeft);
    const joined = known ?? new FakeRoom(room);
    if (known === undefined) this.rooms.push(joined);
    return joined;
  }

  close(): void {
    this.isClosed = true;
    this.be({ state: 'closed', attempt: 0, reason: 'closed by this page' });
  }

  be(status: Status): void {
    this.status = status;
    this.emitter.emit('status', status);
  }

  send(data: unknown, topic = 'orders/eu', event = 'message'): void {
    this.emitter.emit('event', { topic, event, time: Date.parse('2026-11-24T10:00:00Z'), data });
  }

  gap(gap: FeedGap): void {
    this.emitter.emit('gap', gap);
  }

  [Symbol.asyncIterator](): AsyncIterator<never> {
    return { next: async () => ({ done: true, value: undefined }) };
  }

  private refuse(): void {
    const { refusal } = this;
    this.refusal = undefined;
    if (refusal !== undefined) throw refusal;
  }
}

export class FakeRoom implements Room {
  members: Room['members'] = [];
  messages: readonly RoomMessage[] = [];
  isLeft = false;
  readonly said: unknown[] = [];
  private readonly emitter = new Emitter<RoomEvents>();

  constructor(readonly name: string) {}

  get count(): number {
    return this.members.length;
  }

  on<Name extends keyof RoomEvents>(name: Name, listener: (value: RoomEvents[Name]) => void): () => void {
    return this.emitter.on(name, listener);
  }

  emit<Name extends keyof RoomEvents>(name: Name, value: RoomEvents[Name]): void {
    if (name === 'members') this.members = value as Room['members'];
    if (name === 'message') this.messages = [...this.messages, value as RoomMessage];
    this.emitter.emit(name, value);
  }

  async send(content: unknown): Promise<Receipt> {
    this.said.push(content);
    return { id: 'x', accepted: 1, duplicates: 0 };
  }

  typing(): void {
    this.said.push('typing');
  }

  async signal(to: string, data: unknown): Promise<void> {
    this.said.push([to, data]);
  }

  async leave(): Promise<void> {
    this.isLeft = true;
  }
}
