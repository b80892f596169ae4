import type { FeedSignal, Transport } from '../transport.ts';
import type { watchOverdue } from './overdue-watch.ts';

export interface FeedClientOptions {
  readonly topics: readonly string[];
  /** The service's `/events`; the page's own origin unless told. */
  readonly url?: string;
  /** Go on after this position, for example the `next` of a history page. */
  readonly after?: string | undefined;
  /** Without a position: first up to this many retained events. */
  readonly last?: number | undefined;
  /** Max one delivery in this time, in milliseconds. */
  readonly window?: number | undefined;
  readonly token?: () => string | undefined | Promise<string | undefined>;
  /** Milliseconds without anything after which it reconnects; unless told, by the service's heartbeat. */
  readonly silence?: number;
  /** Or what loads it, with the first connection. */
  readonly transport?: Transport | (() => Promise<Transport>);
  readonly fetch?: typeof fetch;
  readonly random?: (() => number) | undefined;
  /** The part of a delay that is not random; a half unless told. */
  readonly steady?: number;
  /** Failed attempts in a row after which it closes; without it, never. */
  readonly maxAttempts?: number | undefined;
  /** After a 401: whether to try again at once, with another token. */
  readonly onUnauthorized?: () => boolean;
  /** A connection was ended because nothing came for too long. */
  readonly onSilent?: () => void;
  /** `watchOverdue` for a page that tells people of a late heartbeat (`silentSince`). */
  readonly overdue?: typeof watchOverdue;
  /** Hears each signal once it was taken. */
  readonly onSignal?: (signal: FeedSignal) => void;
}
