import type { ConnectionStatus, FeedListener } from './types.ts';

/** A source of events: a stream of its own, or a share of one. */
export interface FeedSource {
  readonly status: ConnectionStatus;
  /** The position after which another source goes on without losing or repeating anything. */
  readonly position: string | undefined;
  /** Adds a listener; the function returned takes it away. */
  listen(listener: FeedListener): () => void;
  start(): void;
  /** Ends the wait between two attempts; in a new network also the open connection, which is of the one before. */
  retryNow(isNewNetwork?: boolean): void;
  close(reason?: string): void;
}
