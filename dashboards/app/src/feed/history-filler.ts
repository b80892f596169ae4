import type { FeedEvent, FeedGap } from '@livefeed/client/engine';
import type { HistoryReader } from '../history/history-reader.ts';
import { Backfill } from './backfill.ts';
import type { StreamFollower } from './stream-follower.ts';
import type { TileSubscription } from './tile-subscription.ts';

/** Milliseconds. When tiles join soon after others, as while a topic is typed, their history is read after this time. */
const debounceTime = 300;

type Reached = Pick<StreamFollower, 'reached' | 'position'>;

/** Reads the history of new tiles, and holds their events of the stream meanwhile. Stops for tiles that leave the page. */
export class HistoryFiller {
  private readonly backfills = new Set<Backfill>();
  private beganAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly reader: HistoryReader,
    /** Called when the history of these tiles was read, or is not wanted any more. The caller releases the held events. */
    private readonly onRead: (backfill: Backfill) => void,
  ) {}

  get isFilling(): boolean {
    return this.backfills.size > 0;
  }

  /** Reads the history of these tiles. What the stream brings meanwhile is held for them. */
  fill(subscriptions: readonly TileSubscription[], { reached, position }: Reached, window: number): void {
    void this.read(new Backfill(subscriptions, reached, position), window);
  }

  /** Stops reading for tiles that are no longer on the page. */
  abortClosed(): void {
    for (const backfill of this.backfills) backfill.abortIfClosed();
  }

  /** Whether its history is still to be read. */
  isWaiting(subscription: TileSubscription): boolean {
    return [...this.backfills].some(({ subscriptions }) => subscriptions.includes(subscription));
  }

  hold(event: FeedEvent): void {
    for (const backfill of this.backfills) backfill.hold(event);
  }

  holdGap(gap: FeedGap): void {
    for (const backfill of this.backfills) backfill.holdGap(gap);
  }

  /** The stream begins again after this position. */
  restart(since: string | undefined): void {
    for (const backfill of this.backfills) backfill.restart(since);
  }

  retryNow(): void {
    this.reader.retryNow();
  }

  private async read(backfill: Backfill, window: number): Promise<void> {
    this.backfills.add(backfill);
    const now = performance.now();
    const delay = now - this.beganAt < debounceTime ? debounceTime : 0;
    this.beganAt = now;
    await this.reader.read(backfill, window, delay);
    this.backfills.delete(backfill);
    this.onRead(backfill);
  }
}
