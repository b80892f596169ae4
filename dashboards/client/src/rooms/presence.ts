import type { AnyFeed } from '../any-feed.ts';
import type { Member, RoomMessage } from '../api.ts';
import type { Link } from '../link.ts';
import { comparePositions } from '../sharing/position.ts';
import type { FeedSignal, RoomSignal } from '../transport.ts';
import { keepTrying } from './keep-trying.ts';
import { Members } from './members.ts';
import { roomSignalOf } from './room-event.ts';
import { RoomReader } from './room-reader.ts';
import { hold } from './topic-holds.ts';

/** Who is in a room, for somebody who need not be in it. */
export class Presence {
  private readonly present = new Members();
  private readonly reader: RoomReader;
  private readonly stops: (() => void)[];
  /** Of the last reading of the list. */
  private turn = new AbortController();
  /** While the list is read: who comes and goes. */
  private held: RoomSignal[] | undefined;

  /**
   * @param link - The feed's connection.
   * @param feed - Follows who comes and goes.
   * @param room - The room's name.
   * @param onChange - Hears each change, and a refusal.
   */
  constructor(
    private readonly link: Link,
    feed: AnyFeed,
    private readonly room: string,
    private readonly onChange: (members: readonly Member[], count: number, error?: unknown) => void,
  ) {
    this.reader = new RoomReader(link, room);
    const onRefused = (error: unknown) => this.tell(error);
    this.stops = [link.onSignal((signal) => this.take(signal)), hold(feed, `rooms/${room}/members`, { onRefused })];
    if (link.status.state === 'connected') void this.read();
  }

  close(): void {
    this.turn.abort();
    for (const stop of this.stops) stop();
  }

  private take(signal: FeedSignal): void {
    // Either may have kept something from it.
    if (signal.kind === 'connected' || signal.kind === 'gap') void this.read();
    else if (signal.kind === 'room') this.move(signal.message);
    else if (signal.kind === 'event') this.move(roomSignalOf(signal.event));
  }

  private move(signal: RoomSignal | undefined): void {
    if (signal?.room !== this.room || (signal.type !== 'join' && signal.type !== 'leave')) return;
    if (this.held !== undefined) {
      this.held.push(signal);
      return;
    }
    const message = signal as unknown as RoomMessage;
    if (signal.type === 'join') this.present.join(message);
    else this.present.leave(message);
    this.tell();
  }

  private async read(): Promise<void> {
    this.turn.abort();
    this.turn = new AbortController();
    const outcome = await keepTrying(this.link, () => this.readOnce(), this.turn.signal);
    if (typeof outcome === 'object') this.tell(outcome);
  }

  private async readOnce(): Promise<void> {
    const { signal } = this.turn;
    this.held = [];
    const { members, position } = await this.reader.members();
    if (signal.aborted) return;
    this.present.reset(members);
    const { held } = this;
    this.held = undefined;
    // Who came or left before that is in the list already, or not in it.
    for (const one of held) if ((comparePositions(one.position ?? '', position) ?? 1) > 0) this.move(one);
    this.tell();
  }

  private tell(error?: unknown): void {
    this.onChange(this.present.list, this.present.count, error);
  }
}
