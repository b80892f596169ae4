import type { FeedGap } from '@livefeed/client';
import type { FeedClock } from '../feed/feed-clock.ts';
import type { TileSubscription } from '../feed/tile-subscription.ts';

/** What a query needs beside its tiles. */
export interface QueryContext {
  readonly clock: FeedClock;
  /** How far back history goes, in milliseconds. */
  readonly window: number;
  /** Aborted when nobody waits for it any more. */
  readonly signal: AbortSignal;
  /** Events are no longer there; the tiles are told by their inlets. */
  onGap(gap: FeedGap): void;
}

/**
 * A question to history, for the tiles that are filled by its answer. Asked again after a failure it goes on, or gives
 * nothing twice.
 */
export interface HistoryQuery {
  readonly subscriptions: readonly TileSubscription[];
  read(context: QueryContext): Promise<void>;
}

/** A tile that was taken off the page while its history is read needs no more of it. */
export const open = (subscriptions: readonly TileSubscription[]): readonly TileSubscription[] =>
  subscriptions.filter(({ isClosed }) => !isClosed);
