import type { TransportName } from './api.ts';
import type { AskToken } from './connection/authorize.ts';
import type { TopicChange } from './topics/topic-change.ts';
import type { ConnectionStatus, FeedEvent, FeedGap } from './types.ts';

/** What any transport tells the client; everything a transport knows of frames and sockets stays behind it. */
export type FeedSignal =
  | {
      readonly kind: 'connected';
      readonly clientId: string;
      /** The name that others in its rooms see; absent where the transport does not say. */
      readonly memberId?: string | undefined;
      readonly position: string;
      /** Milliseconds of silence at most; absent where the service does not say. */
      readonly heartbeat?: number | undefined;
    }
  | { readonly kind: 'event'; readonly event: FeedEvent }
  | { readonly kind: 'position'; readonly position: string }
  | { readonly kind: 'gap'; readonly gap: FeedGap }
  /** Topics that were added are complete up to this position, as all others are. */
  | { readonly kind: 'subscribed'; readonly topics: readonly string[]; readonly position: string }
  | { readonly kind: 'closing'; readonly reason: string; readonly reconnect: boolean }
  /** The token ends at this time (`Date.now()` scale). */
  | { readonly kind: 'expiring'; readonly expires: number }
  /** Of a room, by a WebSocket: `room_state`, `join`, `leave`, `message`, `typing`, `signal`, as it came. */
  | { readonly kind: 'room'; readonly message: RoomSignal }
  /** How the connection is that several tabs have in common. */
  | { readonly kind: 'status'; readonly status: ConnectionStatus }
  | { readonly kind: 'retry'; readonly milliseconds: number };

export interface RoomSignal {
  readonly type: 'room_state' | 'join' | 'leave' | 'message' | 'typing' | 'signal';
  readonly room: string;
  readonly position?: string;
  readonly [field: string]: unknown;
}

/** One message of a client by a WebSocket, without its id. */
export interface ClientMessage {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The members of an answer. */
export type Answer = Readonly<Record<string, unknown>>;

/** The rooms in the query of a stream or a poll. */
export interface RoomQuery {
  readonly rooms: readonly string[];
  readonly userId?: string | undefined;
  readonly username?: string | undefined;
}

/** Read anew for each connection, and by a poller for each poll: it may change meanwhile. */
export interface FollowRequest {
  readonly topics: readonly string[];
  /** Resume after this position. */
  readonly after?: string | undefined;
  /** Without a position: first up to this many retained events. */
  readonly last?: number | undefined;
  /** Max one delivery in this time, in milliseconds. */
  readonly window?: number | undefined;
  readonly rooms?: RoomQuery | undefined;
}

/** How the service is asked by plain requests. */
export interface HttpAccess {
  /** The service's root without a slash at its end; empty for the page's own. */
  readonly root: string;
  readonly token?: AskToken | undefined;
  readonly fetch?: typeof fetch | undefined;
}

export interface Transport {
  /** By which the open connection, or the attempt, is made. */
  readonly name?: TransportName | undefined;
  /** The connection is one that all tabs have in common: it is not this tab's to open it anew. */
  readonly isShared?: boolean;
  /**
   * Opens one connection and yields what each read of it carried; an empty list is a sign of life. Returns when the other
   * end closes, throws a `Refusal` when the service says no and anything else when the connection is lost.
   */
  follow(request: FollowRequest, signal: AbortSignal): AsyncIterable<readonly FeedSignal[]>;
  /** Comes before `follow`, and may take any time: whoever asks for a token may wait for a person. */
  prepare?: (() => Promise<unknown>) | undefined;
  /** Of a transport that cannot ask by itself: what it has no method for is a plain request. */
  readonly http?: HttpAccess;
  /**
   * Changes what an open connection follows. It throws a `Refusal` when the service says no, and anything else when no
   * answer comes.
   */
  change?(clientId: string, change: TopicChange, signal: AbortSignal): Promise<void>;
  /**
   * Sends one message with an id by the open WebSocket, and resolves with the members of its answer. It throws the `Refusal`
   * of an `error`, and `Unreachable` when the connection ends before.
   */
  request?(message: ClientMessage, signal: AbortSignal): Promise<Answer>;
  /** Lets the open connection go on with a newer token of the same user. It throws as `change` does. */
  renew?(clientId: string, token: string, signal: AbortSignal): Promise<void>;
}
