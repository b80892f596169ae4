import type { Member, Receipt, Room, RoomEvents, RoomMessage, RoomUser } from '../api.ts';
import { unwatched } from '../connection/unwatched.ts';
import type { Link } from '../link.ts';
import { comparePositions } from '../sharing/position.ts';
import type { RoomSignal } from '../transport.ts';
import { Emitter } from './emitter.ts';
import { Members } from './members.ts';
import { RecentMessages } from './recent-messages.ts';
import { RoomReader } from './room-reader.ts';
import { RoomSender } from './room-sender.ts';

/** Signals that wait while messages are read that were missed. More, and reading them does not come to an end. */
const maxHeld = 5_000;

/** A room that the client is in: what the service tells of it, each message once and in order. */
export class JoinedRoom implements Room {
  private readonly emitter = new Emitter<RoomEvents>();
  private readonly recent = new RecentMessages();
  private readonly present = new Members();
  private readonly reader: RoomReader;
  private readonly sender: RoomSender;
  /** Oneself, by the present connection. */
  private self: Member | undefined;
  /** While messages are read that were missed: what comes meanwhile. */
  private held: RoomSignal[] | undefined;

  constructor(
    private readonly link: Link,
    readonly name: string,
    readonly who: RoomUser,
    private readonly onLeave: () => Promise<void>,
  ) {
    this.reader = new RoomReader(link, name);
    this.sender = new RoomSender(link, name, who);
  }

  get members(): readonly Member[] {
    return this.present.list;
  }

  get count(): number {
    return this.present.count;
  }

  get messages(): readonly RoomMessage[] {
    return this.recent.list;
  }

  on<Name extends keyof RoomEvents>(name: Name, listener: (value: RoomEvents[Name]) => void): () => void {
    return this.emitter.on(name, listener);
  }

  send(content: unknown, fields: Readonly<Record<string, unknown>> = {}): Promise<Receipt> {
    return this.sender.send(content, fields);
  }

  typing(): void {
    this.sender.typing();
  }

  signal(to: string, data: unknown): Promise<void> {
    return unwatched(this.sender.signal(to, this.present.find(to)?.memberIds ?? [], data));
  }

  leave(): Promise<void> {
    return this.onLeave();
  }

  take(signal: RoomSignal): void {
    if (this.held !== undefined) return this.hold(signal);
    if (signal.type === 'room_state') return this.onState(signal);
    const message = signal as unknown as RoomMessage;
    switch (signal.type) {
      case 'message':
        return this.say(message);
      case 'join':
        return this.onJoin(message);
      case 'leave':
        if (this.present.leave(message)) this.emit('leave', message);
        return;
      default:
        this.emitter.emit(signal.type, message);
    }
  }

  /** Reads who is there and what was missed, where a connection tells neither. It throws as the requests do. */
  async load(): Promise<void> {
    this.held ??= [];
    try {
      const { members, position } = await this.reader.members();
      await this.catchUp();
      this.setMembers(members);
      // Who came or left before that is in the list already, or not in it.
      this.held = this.held.filter((one) => !isOfMembers(one) || isAfter(one, position));
    } finally {
      this.release();
    }
  }

  /** Nothing is heard of it after this. */
  end(why: Error): void {
    this.emitter.emit('end', why);
    this.emitter.clear();
    this.held = undefined;
  }

  private onState({ users, members, messages }: RoomSignal): void {
    const others = Array.isArray(users) ? (users as Member[]) : [];
    const self = this.self === undefined ? [] : [this.self];
    this.setMembers([...others, ...self], typeof members === 'number' ? members : undefined);
    const last = Array.isArray(messages) ? (messages as RoomMessage[]) : [];
    const isWhole = this.recent.position === undefined || last.some((message) => this.recent.has(message));
    if (isWhole) for (const message of last) this.say(message);
    else void this.fill(last as unknown as RoomSignal[]);
  }

  /** More was missed than a newcomer is told. */
  private async fill(last: readonly RoomSignal[]): Promise<void> {
    this.held = [...last];
    try {
      await this.catchUp();
    } catch {
      this.reportGap('could not be read');
    }
    this.release();
  }

  private async catchUp(): Promise<void> {
    for await (const messages of this.reader.messages(this.recent.position)) {
      for (const message of messages) this.say(message);
    }
  }

  private hold(signal: RoomSignal): void {
    this.held?.push(signal);
    if ((this.held?.length ?? 0) <= maxHeld) return;
    this.reportGap('came faster than the missed ones could be read');
    this.release();
  }

  private release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const signal of held) this.take(signal);
  }

  private say(message: RoomMessage): void {
    if (this.recent.has(message)) return;
    this.recent.add(message);
    this.emitter.emit('message', message);
  }

  private onJoin(message: RoomMessage): void {
    const { userId, username, memberId } = message;
    const isOwn = memberId !== undefined && memberId === this.link.status.memberId;
    if (isOwn) this.self = { userId, username, memberIds: [memberId] };
    if (this.present.join(message)) this.emit('join', message);
    else this.emitter.emit('members', this.members);
  }

  private emit(name: 'join' | 'leave', message: RoomMessage): void {
    this.emitter.emit(name, message);
    this.emitter.emit('members', this.members);
  }

  private setMembers(members: readonly Member[], counted?: number): void {
    this.present.reset(members, counted);
    this.emitter.emit('members', this.members);
  }

  private reportGap(why: string): void {
    this.link.report?.({ kind: 'gap', text: `messages of room ${this.name} ${why}` });
  }
}

const isOfMembers = ({ type }: RoomSignal) => type === 'join' || type === 'leave';

const isAfter = (signal: RoomSignal, position: string) =>
  signal.position === undefined || (comparePositions(signal.position, position) ?? 1) > 0;
