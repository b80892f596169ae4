import type { FeedEvent } from '@livefeed/client';

/** A tile that shows the states of the window, and so those of an earlier one when the page goes back. */
export interface Rewindable {
  /** What it is to be shown the states of. */
  readonly patterns: readonly string[];
  /** Where in the events' data they stand. */
  readonly path: string | undefined;
  /** The states of an earlier window, oldest first. */
  showPast(events: readonly FeedEvent[]): void;
  /** What came, as far as the page's time has come. */
  showLive(): void;
}
