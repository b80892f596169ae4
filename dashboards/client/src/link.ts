import type { BatchOptions, Problem, PublishEvent, Receipt, Room, RoomUser, Status, TransportName } from './api.ts';
import type { Answer, ClientMessage, FeedSignal, RoomQuery } from './transport.ts';

/** The connection, for the parts that are loaded when they are wanted: rooms and publishing. */
export interface Link {
  /** The service's root without a slash at its end. */
  readonly root: string;
  /** As told by the options; call it as it is. */
  readonly fetch: typeof fetch;
  readonly status: Status;
  /** By which it is connected; undefined while it is not. */
  readonly transport: TransportName | undefined;
  /** Calls at each change, not now. */
  onStatus(listener: (status: Status) => void): () => void;
  /**
   * Sends one message by the open WebSocket, with an id; resolves with the members of its `ack` or `subscribed`. It throws
   * the `Refusal` of its `error`, and `Unreachable` when there is no WebSocket, or it ends before the answer.
   */
  request(message: ClientMessage, signal?: AbortSignal): Promise<Answer>;
  /** Hears every signal of every transport, in order, after the feed has taken it. */
  onSignal(listener: (signal: FeedSignal) => void): () => void;
  /** Sets the present token, if there is one. */
  authorize(headers: Headers): Promise<Headers>;
  /** The service said 401: the next `authorize` asks for another token. */
  refreshToken(): void;
  /**
   * The rooms that the query of a stream or poll names from now on; it is opened anew where that changes something. A
   * WebSocket has no use for it: there one joins by `request`.
   */
  setRooms(rooms: RoomQuery | undefined): void;
  /** Tells `onProblem`. */
  report?(problem: Problem): void;
  /** Aborts when the feed is closed. */
  readonly closed: AbortSignal;
}

/** What `./publishing/publisher.ts` exports as `createPublisher`. */
export type CreatePublisher = (link: Link, batch: BatchOptions | undefined) => Publisher;

export interface Publisher {
  publish(event: PublishEvent): Promise<Receipt>;
  flush(): Promise<void>;
}

/** What `./rooms.ts` exports as `openRoom`. */
export type OpenRoom = (link: Link, room: string, who: RoomUser) => Promise<Room>;
