/** One message of the feed, as its envelope carries it. */
export interface FeedEvent {
  /** Where the event stands in the feed's one log; absent for ephemeral events, which have no place there. */
  readonly position?: string;
  readonly topic: string;
  /** The event's name; `message` when the producer gave none. */
  readonly event: string;
  /** When the service took it, in milliseconds since 1970 by the service's clock. */
  readonly time: number;
  /** Any JSON value; text is a string. */
  readonly data: unknown;
  /** The data's JSON as it came: numbers may have more digits there than a script's. Absent for what history gave. */
  readonly source?: string;
  /** It is the latest value of this key; absent where there is none, or the transport does not say. */
  readonly key?: string;
  /**
   * It was missed by topics that were added to an open stream: its position is behind that of the stream, which does not go
   * back.
   */
  readonly isBackfill?: true;
}

/** Events this client should have had that the service no longer retains. */
export interface FeedGap {
  readonly after: string;
  readonly before: string;
  readonly reason: string;
}

export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'closed';

/** An answer that is no stream. */
export interface RefusalDetails {
  /** The answer's HTTP status; 200 when it came from something else, such as a proxy's login page. */
  readonly status: number;
  /** Of a 403: the requested topics that the credentials do not allow, and the topics that they allow. */
  readonly forbidden?: readonly string[];
  readonly allowed?: readonly string[];
}

export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** While reconnecting: when the next attempt starts (`Date.now()` scale); absent while an attempt is under way. */
  readonly retryAt?: number;
  /** While reconnecting or closed: failed attempts since it was live. */
  readonly attempt?: number | undefined;
  /** Why it is reconnecting or closed, for people to read. */
  readonly reason?: string | undefined;
  /** The service's name for this connection, while live. */
  readonly clientId?: string;
  /** The name that others in its rooms see, where the transport says it. */
  readonly memberId?: string | undefined;
  /** While live: since when nothing came, once a heartbeat is overdue (`Date.now()` scale). */
  readonly silentSince?: number | undefined;
  /** While reconnecting or closed: what the service answered instead of a stream, if it answered. */
  readonly refusal?: RefusalDetails | undefined;
}

/** Callbacks of a listener. Each is called synchronously and in the order of the stream. */
export interface FeedListener {
  /** Everything one chunk of the stream carried, so that a burst costs its reader one call. */
  events?(events: readonly FeedEvent[]): void;
  status?(status: ConnectionStatus): void;
  gap?(gap: FeedGap): void;
  /** Topics were added to the open stream, and all that they missed has come. */
  subscribed?(topics: readonly string[]): void;
  /** The token of the open connection ends at this time (`Date.now()` scale). */
  expiring?(expires: number): void;
}
