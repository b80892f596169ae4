import type { Problem, Status, TransportName } from '../api.ts';
import { answerWithin } from '../connection/answer-within.ts';
import { authorize } from '../connection/authorize.ts';
import type { Link } from '../link.ts';
import type { Answer, ClientMessage, FeedSignal, RoomQuery } from '../transport.ts';
import { Unreachable } from '../unreachable.ts';
import type { LiveFeed } from './live-feed.ts';
import type { Subscriptions } from './subscriptions.ts';

/** What its parts get of a feed. */
export type OpenFeed = Pick<
  LiveFeed<object>,
  | 'options'
  | 'parts'
  | 'status'
  | 'statuses'
  | 'signals'
  | 'follower'
  | 'delivery'
  | 'actions'
  | 'on'
  | 'onGap'
  | 'onStatus'
  | 'failure'
  | 'tell'
>;

/** A feed's connection, for its rooms and its publisher. */
export class FeedLink implements Link {
  readonly root: string;
  readonly fetch: typeof fetch;
  readonly closed: AbortSignal;
  private rooms: RoomQuery | undefined;

  constructor(
    private readonly feed: OpenFeed,
    private readonly subscriptions: Pick<Subscriptions, 'covers'>,
  ) {
    const { fetch: send } = feed.options;
    this.root = feed.parts.root;
    // A browser's fetch wants no object before it.
    this.fetch = (input, init) => (send ?? globalThis.fetch)(input, init);
    this.closed = feed.follower.closed;
  }

  get status(): Status {
    return this.feed.status;
  }

  get transport(): TransportName | undefined {
    const { state, transport } = this.feed.status;
    return state === 'connected' ? transport : undefined;
  }

  onStatus(listener: (status: Status) => void): () => void {
    return this.feed.statuses.add(listener);
  }

  onSignal(listener: (signal: FeedSignal) => void): () => void {
    return this.feed.signals.add(listener);
  }

  async request(message: ClientMessage, signal = AbortSignal.timeout(answerWithin)): Promise<Answer> {
    const { transport } = this.feed.follower;
    if (transport?.request === undefined) throw new Unreachable('there is no open WebSocket');
    return transport.request(message, signal);
  }

  report({ kind, text }: Problem): void {
    this.feed.tell(kind, text);
  }

  authorize(headers: Headers): Promise<Headers> {
    return authorize(headers, this.feed.parts.tokens?.get);
  }

  refreshToken(): void {
    this.feed.parts.tokens?.refused();
  }

  setRooms(rooms: RoomQuery | undefined): void {
    if (JSON.stringify(rooms) === JSON.stringify(this.rooms)) return;
    this.rooms = rooms;
    this.feed.follower.followed.rooms = rooms;
    const own = new Set(rooms?.rooms.flatMap((room) => [`rooms/${room}`, `rooms/${room}/members`]));
    this.feed.delivery.isOfRoom = (topic) => own.has(topic) && !this.subscriptions.covers(topic);
    // Also an attempt that is under way: what it asks for has left already.
    if (this.feed.follower.transport?.name !== 'websocket') this.feed.follower.reopen('its rooms have changed');
  }
}
