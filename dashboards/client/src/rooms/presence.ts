import type { AnyFeed } from '../any-feed.ts';
import type { Member, RoomMessage } from '../api.ts';
import type { Link } from '../link.ts';
import { followingOf } from '../link-of.ts';
import { comparePositions } from '../sharing/position.ts';
import type { FeedSignal, RoomSignal } from '../transport.ts';
import { type JoinedNames, joinedNamesOf } from './joined-names.ts';
import { keepTrying } from './keep-trying.ts';
import { Members } from './members.ts';
import { roomSignalOf } from './room-event.ts';
import { RoomReader } from './room-reader.ts';
import { hold } from './topic-holds.ts';

/** Who is in a room, for somebody who need not be in it. */
export class Presence {
  private readonly present = new Members();
  private readonly reader: RoomReader;
  private readonly names: JoinedNames;
  private readonly release: () => void;
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
    this.names = joinedNamesOf(link);
    const topic = `rooms/${room}/members`;
    this.release = hold(feed, topic, { onRefused: (refusal) => this.tell(refusal) });
    this.stops = [
      link.onSignal((signal) => this.take(signal)),
      // The service has forgotten the topic with the room.
      this.names.events.on('left', (name) => name === room && this.followAgain(feed, topic)),
    ];
    if (link.status.state === 'connected') void this.read();
  }

  close(): void {
    this.turn.abort();
    for (const stop of this.stops) stop();
    // While the client is in the room, the topic is the room's, too.
    if (!this.names.all.has(this.room)) return this.release();
    const stop = this.names.events.on('left', (name) => {
      if (name !== this.room) return;
      stop();
      this.release();
    });
  }

  private followAgain(feed: AnyFeed, topic: string): void {
    const { position } = feed;
    const from = position === undefined ? { last: 0 } : { after: position };
    followingOf(feed)
      .then((following) => following.subscribe(topic, from))
      .catch(() => {
        // The next connection follows it.
      });
    void this.read();
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
