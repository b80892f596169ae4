import type { FeedGap } from '@livefeed/client/engine';
import type { FeedClock } from '../feed/feed-clock.ts';
import type { TileSubscription } from '../feed/tile-subscription.ts';

/** What a query needs beside its tiles. */
export interface QueryContext {
  readonly clock: FeedClock;
  /** How far back history goes, in milliseconds. */
  readonly window: number;
  /** Aborted when nobody waits for it any more. */
  readonly signal: AbortSignal;
  /** Events are no longer there. Tiles are told by their subscriptions. */
  onGap(gap: FeedGap): void;
}

/** A query of history, and the tiles that its answer fills. After a failure it is sent again, and gives nothing twice. */
export interface HistoryQuery {
  readonly subscriptions: readonly TileSubscription[];
  read(context: QueryContext): Promise<void>;
}

/** The tiles that are still on the page. */
export const open = (subscriptions: readonly TileSubscription[]): readonly TileSubscription[] =>
  subscriptions.filter(({ isClosed }) => !isClosed);
