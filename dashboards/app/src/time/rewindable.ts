import type { FeedEvent } from '@livefeed/client';

/** A tile that shows each event of the window, and so those of an earlier one when the page goes back. */
export interface Rewindable {
  /** What it is to be shown the events of. */
  readonly patterns: readonly string[];
  /** The events of an earlier window, oldest first. Of the time before `since` nothing is known. */
  showPast(events: readonly FeedEvent[], since: number): void;
  /** What came, as far as the page's time has come. */
  showLive(): void;
}
