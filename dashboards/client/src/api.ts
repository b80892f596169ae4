import type { FeedGap, RefusalDetails } from './types.ts';

export type TransportName = 'websocket' | 'sse' | 'polling';

export interface ConnectOptions {
  /**
   * The service's root, `https://feed.example.com`. Without it: where this module was loaded from (`/client/…` of the
   * service), else the page's origin.
   */
  readonly url?: string;
  /** Topics or patterns to follow from the beginning. */
  readonly topics?: readonly string[];
  /** `auto`, the default: a WebSocket, else server-sent events, else polling. */
  readonly transport?: 'auto' | TransportName;
  /** Called for the first token and each newer one: before the present one expires, and after a 401. */
  readonly token?: () => string | undefined | Promise<string | undefined>;
  /** Resume after this position. */
  readonly after?: string;
  /** Without a position: first up to this many retained events. */
  readonly last?: number;
  /** A name. The position is kept under it in the tab's `sessionStorage`, and a reload resumes. */
  readonly persist?: string;
  /** Max one delivery in this time, in milliseconds, up to 60,000; of each key the latest. */
  readonly window?: number;
  /** How published events are put together. */
  readonly batch?: BatchOptions;
  /** Failed attempts in a row after which the feed closes; without it, it tries for ever. */
  readonly maxAttempts?: number;
  /** Bytes of events that wait for a `for await` that does not read; 1 MiB unless told. Then it gets a gap. */
  readonly bufferBytes?: number;
  /** One connection for all tabs, where that is possible: true unless told. */
  readonly share?: boolean;
  /** Closes the feed. */
  readonly signal?: AbortSignal;
  /** Where there is no global one, or another one is wanted. */
  readonly WebSocket?: SocketClass;
  readonly fetch?: typeof fetch;
  /** Hears what hinders the feed and does not end it. */
  readonly onProblem?: (problem: Problem) => void;
}

/** A browser's `WebSocket`, or what is like it, such as that of npm `ws`. */
export type SocketClass = new (url: string, protocol: string) => Socket;

export interface Socket {
  send(text: string): void;
  close(code: number): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { readonly code: number; readonly reason: string }) => void): void;
}

export interface BatchOptions {
  /** A batch leaves with this many events; 10 unless told. */
  readonly events?: number;
  /** Or this long after its first event, in milliseconds; 100 unless told. */
  readonly wait?: number;
}

export interface Problem {
  /**
   * `buffering`: the connection is open, and what the service sends does not come through. `blocked`: this transport cannot
   * connect, another one can. `dropped`: its connections end soon after they open, again and again; or there was no room for
   * an event that was published. `refused`: the service said no. `gap`: events are missing.
   */
  readonly kind: 'buffering' | 'blocked' | 'refused' | 'gap' | 'dropped';
  readonly transport?: TransportName | undefined;
  /** For people to read. */
  readonly text: string;
}

export type State = 'connecting' | 'connected' | 'reconnecting' | 'closed';

/** A value that never changes: each change gives another one. */
export interface Status {
  readonly state: State;
  /** By which it is connected, or tries to. */
  readonly transport?: TransportName | undefined;
  /** While connected: the connection's name, a secret of this client. */
  readonly clientId?: string;
  /** While connected by a WebSocket: the name by which others in its rooms know it. */
  readonly memberId?: string | undefined;
  /** Failed attempts since it was connected. */
  readonly attempt: number;
  /** While reconnecting: when the next attempt starts (`Date.now()` scale); absent while an attempt is under way. */
  readonly retryAt?: number;
  /** Why it is reconnecting or closed, for people to read. */
  readonly reason?: string | undefined;
  /** What the service answered instead of a stream. */
  readonly refusal?: RefusalDetails | undefined;
}

export interface LiveEvent<Name extends string = string, Data = unknown> {
  /** Where it stands in the feed; absent for an ephemeral event. */
  readonly position?: string;
  /** Empty for what was sent to everyone or to this client. */
  readonly topic: string;
  readonly event: Name;
  /** In milliseconds since 1970. */
  readonly time: number;
  readonly data: Data;
  readonly key?: string;
}

/** Any of the events that a feed knows by name. */
export type AnyEvent<Events> = { [Name in keyof Events & string]: LiveEvent<Name, Events[Name]> }[keyof Events & string];

export interface SubscribeOptions {
  /** What came after this position is sent first. */
  readonly after?: string;
  /** Without a position: first up to this many retained events. */
  readonly last?: number;
}

/** In a loop, in place of events that are not there any more, or that the loop did not read in time. */
export type GapEvent = LiveEvent<'livefeed.gap', FeedGap>;

export interface Feed<Events extends object = Record<string, unknown>> extends AsyncIterable<AnyEvent<Events> | GapEvent> {
  readonly status: Status;
  /** Calls now with the present status, and at each change; the function returned ends that. */
  onStatus(listener: (status: Status) => void): () => void;
  /** The position after which another feed goes on. */
  readonly position: string | undefined;
  /** Hears events of this name, or all by `*`. */
  on<Name extends keyof Events & string>(name: Name, listener: (event: LiveEvent<Name, Events[Name]>) => void): () => void;
  on(name: '*', listener: (event: AnyEvent<Events>) => void): () => void;
  /** Events that should have come are not there any more. */
  onGap(listener: (gap: FeedGap) => void): () => void;
  /** Resolves when what was missed of the topics has come; rejects with a `Refusal` when the service says no. */
  subscribe(topics: string | readonly string[], options?: SubscribeOptions): Promise<void>;
  unsubscribe(topics: string | readonly string[]): Promise<void>;
  /** Kept while there is no connection. It has an id, so it is stored once however often it is sent. */
  publish(event: PublishEvent): Promise<Receipt>;
  /** Sends what waits for its batch; resolves when the service has all that was published up to now. */
  flush(): Promise<void>;
  /** Enters a room, and again after each reconnect. */
  join(room: string, who?: RoomUser): Promise<Room>;
  close(): void;
}

export interface PublishEvent {
  readonly topic?: string;
  readonly event?: string;
  readonly data: unknown;
  readonly key?: string;
  /** Made up when there is none. */
  readonly id?: string;
  readonly to?: { readonly client: string } | { readonly user: string };
  /** Clients that do not get it, by `clientId` or `memberId`. */
  readonly except?: readonly string[];
  readonly ephemeral?: boolean;
  /** When it happened (RFC 3339), where that is not now. */
  readonly time?: string;
}

/** What the service answered to the request that carried the event; events of one batch have one answer. */
export interface Receipt {
  /** The event's own. */
  readonly id: string;
  readonly accepted: number;
  readonly duplicates: number;
  /** Absent when all of them are ephemeral. */
  readonly positions?: { readonly first: string; readonly last: string };
}

export interface RoomUser {
  readonly userId?: string;
  readonly username?: string;
}

export interface Member {
  readonly userId: string;
  readonly username: string;
  /** Its connections, as far as they are known. */
  readonly memberIds: readonly string[];
}

/** What happens in a room, as the service tells it; further members of its sender pass through. */
export interface RoomMessage {
  readonly type: string;
  readonly room: string;
  readonly userId: string;
  readonly username: string;
  readonly memberId?: string;
  readonly content?: unknown;
  /** In milliseconds since 1970, by the service's clock. */
  readonly timestamp: number;
  readonly position?: string;
  readonly [field: string]: unknown;
}

export interface RoomEvents {
  message: RoomMessage;
  join: RoomMessage;
  leave: RoomMessage;
  typing: RoomMessage;
  signal: RoomMessage;
  /** Who is there has changed. */
  members: readonly Member[];
  /** Why one is in it no longer: it was left, the service refused it to a later connection, or the feed is closed. */
  end: Error;
}

export interface Room {
  readonly name: string;
  /** Everyone who is there, oneself included once its own join has come. */
  readonly members: readonly Member[];
  /** How many; in a large room members are counted and not listed. */
  readonly count: number;
  /** The last messages, oldest first: those from before one came, too. Max 200, and 1 MiB of them. */
  readonly messages: readonly RoomMessage[];
  on<Name extends keyof RoomEvents>(name: Name, listener: (value: RoomEvents[Name]) => void): () => void;
  send(content: unknown, fields?: Readonly<Record<string, unknown>>): Promise<Receipt>;
  typing(): void;
  /** To one member, by `userId` or `memberId`; rejects with a `Refusal` of 404 when nobody of that name is there. */
  signal(to: string, data: unknown): Promise<void>;
  leave(): Promise<void>;
}
