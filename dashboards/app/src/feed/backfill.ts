import { comparePositions, earlierPosition, type FeedEvent, type FeedGap } from '@livefeed/client/engine';
import { StreamBuffer } from './stream-buffer.ts';
import type { TileSubscription } from './tile-subscription.ts';

/** Tiles whose history is being read together, and what the stream brings them meanwhile. */
export class Backfill {
  private readonly held = new StreamBuffer();
  private readonly aborter = new AbortController();

  constructor(
    readonly subscriptions: readonly TileSubscription[],
    /** Events after this position are held. Undefined while there is no stream. */
    private since: string | undefined,
    /** Where the stream is, of whose log it can tell whether it is the same later. */
    private begun: string | undefined,
  ) {
    for (const subscription of subscriptions) subscription.join();
  }

  /** Aborted when nobody waits for their history any more. */
  get signal(): AbortSignal {
    return this.aborter.signal;
  }

  /** Ends when none of its tiles is on the page any more. */
  abortIfClosed(): void {
    if (this.subscriptions.every(({ isClosed }) => isClosed)) this.aborter.abort();
  }

  hold(event: FeedEvent): void {
    if (this.subscriptions.some((subscription) => subscription.wants(event.topic))) this.held.add({ event });
  }

  holdGap(gap: FeedGap): void {
    this.held.add({ gap });
  }

  /** The stream begins again after this position. */
  restart(since: string | undefined): void {
    this.since = since;
    this.begun = since;
    this.held.restart();
  }

  /** The earliest position at which the history of one of its tiles ends. */
  get filledTo(): string | undefined {
    const ends = this.subscriptions.flatMap(({ filledTo, isClosed }) =>
      isClosed || filledTo === undefined ? [] : [filledTo],
    );
    return ends.reduce<string | undefined>(
      (one, other) => (one === undefined ? other : (earlierPosition(one, other) ?? one)),
      undefined,
    );
  }

  /** Whether everything that the stream brought after this position is held. */
  holdsAfter(position: string): boolean {
    return this.held.isWhole && this.since !== undefined && earlierPosition(this.since, position) === this.since;
  }

  /** Where the stream has to begin so that these tiles lose nothing. `here` is its present position. */
  startFrom(here: string | undefined): string | undefined {
    const { filledTo } = this;
    if (here === undefined || filledTo === undefined) return here ?? filledTo;
    // Of two logs the older one comes first: the stream's, unless it has gone on in another one since.
    const isSameLog = this.begun === undefined || comparePositions(here, this.begun) !== undefined;
    return earlierPosition(here, filledTo) ?? (isSameLog ? here : filledTo);
  }

  /** Gives the tiles the held events that history did not bring. Returns how many events were lost that no log has. */
  release(): number {
    for (const subscription of this.subscriptions) subscription.goLive();
    for (const item of this.held.take()) {
      for (const subscription of this.subscriptions) {
        if ('gap' in item) subscription.acceptGap(item.gap);
        else if (subscription.wants(item.event.topic)) subscription.accept(item.event);
      }
    }
    return this.held.lost;
  }
}
