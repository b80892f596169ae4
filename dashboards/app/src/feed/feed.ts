import { type ConnectionStatus, type FeedEvent, type FeedGap, openFeed, withoutCovered } from '@livefeed/client/engine';
import { HistoryReader } from '../history/history-reader.ts';
import type { Backfill } from './backfill.ts';
import type { EventRouter } from './event-router.ts';
import type { FeedClock } from './feed-clock.ts';
import { HistoryFiller } from './history-filler.ts';
import { hasRoom, StreamFollower } from './stream-follower.ts';
import type { TileSubscription } from './tile-subscription.ts';

export interface FeedOutputs {
  readonly router: EventRouter;
  readonly clock: FeedClock;
  onStatus(status: ConnectionStatus): void;
  /** Events are missing, of the stream or of history. Tiles are told by their subscriptions. */
  onGap(gap: FeedGap): void;
  /** History is read, or cannot be read. From here on an empty tile has no data. */
  onFilled(): void;
}

export interface FeedPlan {
  /** The board whose plan it is. The plan replaces the one that this board had. */
  readonly owner: object;
  /** All tiles of the board. History is read for those that are new. */
  readonly subscriptions: readonly TileSubscription[];
  /** Topics that the board follows beside those of its tiles. */
  readonly topics: readonly string[];
  /** How far back history goes, in milliseconds. */
  readonly window: number;
}

/**
 * The page's one source of events: a filler reads the history of tiles that join, and a follower brings the stream. When
 * tiles are filled, the stream goes on from the earlier of two positions: where it is, and where their history ends. So
 * nothing is lost however long history took, and the subscription of each tile refuses what the tile has already.
 */
export class Feed {
  private readonly plans = new Map<object, FeedPlan>();
  /** The tiles for whose topics there is room, in the order in which they came. */
  private joined: TileSubscription[] = [];
  private readonly filler: HistoryFiller;
  private readonly follower: StreamFollower;

  constructor(
    private readonly out: FeedOutputs,
    open: typeof openFeed = openFeed,
  ) {
    const reader = new HistoryReader({
      clock: out.clock,
      onGap: (gap) => out.onGap(gap),
      onTrouble: (status) => {
        // While the stream is live the badge stays live.
        if (this.follower.state !== 'live') out.onStatus(status);
      },
    });
    this.filler = new HistoryFiller(reader, (backfill) => this.onRead(backfill));
    const listener = {
      status: (status: ConnectionStatus) => out.onStatus(status),
      gap: (gap: FeedGap) => this.takeGap(gap),
      events: (events: readonly FeedEvent[]) => this.take(events),
    };
    this.follower = new StreamFollower(listener, open);
  }

  /**
   * Follows this plan from now on. A new stream is opened only when the topics changed. It goes on where the old one was.
   */
  follow(plan: FeedPlan): void {
    this.plans.set(plan.owner, plan);
    if (!this.follower.hasBegun) this.out.onStatus({ state: 'connecting' });
    this.join();
  }

  /** The board is gone, and its tiles are closed. Without any board there is no stream. */
  unfollow(owner: object): void {
    this.plans.delete(owner);
    this.join();
    if (this.plans.size === 0) this.follower.close();
  }

  retryNow(): void {
    this.filler.retryNow();
    this.follower.retryNow();
  }

  /** Reads the history of new tiles. Those for which there is no room on the streams say so, and wait for it. */
  private join(): void {
    this.filler.abortClosed();
    this.joined = this.joined.filter(({ isClosed }) => !isClosed);
    for (const { subscriptions, window } of this.plans.values()) {
      const fresh = this.admit(subscriptions.filter(({ isNew }) => isNew));
      if (fresh.length > 0) this.filler.fill(fresh, this.follower, window);
      for (const one of subscriptions) one.setLeftOut(one.isNew);
    }
    if (this.plans.size > 0 && !this.filler.isFilling) this.connect();
  }

  /** Returns those of these tiles for whose topics there is room. */
  private admit(tiles: readonly TileSubscription[]): readonly TileSubscription[] {
    const fits = (some: readonly TileSubscription[]) => hasRoom(this.topicsOf([...this.joined, ...some]));
    const isRoomy = fits(tiles);
    return tiles.filter((one) => {
      const joins = isRoomy || fits([one]);
      if (joins) this.joined.push(one);
      return joins;
    });
  }

  private onRead(backfill: Backfill): void {
    if (this.plans.size === 0) return;
    if (!backfill.signal.aborted || !this.filler.isFilling) this.connect(backfill);
    if (!this.filler.isFilling) this.out.onFilled();
  }

  /** Follows the topics of all plans. The history of the backfill has been read. */
  private connect(backfill?: Backfill): void {
    // Without those of tiles whose history is still being read.
    const topics = this.topicsOf(this.joined.filter((one) => !this.filler.isWaiting(one)));
    const needed = backfill?.filledTo;
    const hasAll = needed === undefined || backfill?.holdsAfter(needed) === true;
    if (this.follower.follows(topics) && hasAll) {
      this.release(backfill);
      return;
    }

    const here = this.follower.position;
    const from = backfill === undefined ? here : backfill.startFrom(here);
    if (here !== undefined)
      for (const subscription of this.subscriptions()) if (subscription.isLive) subscription.skipTo(here);
    backfill?.restart(from);
    this.release(backfill);
    this.filler.restart(from);
    this.follower.follow(topics, from);
  }

  private release(backfill: Backfill | undefined): void {
    const lost = backfill?.release() ?? 0;
    if (lost > 0) this.out.onGap({ after: '', before: '', reason: 'overflow' });
  }

  private take(events: readonly FeedEvent[]): void {
    for (const event of events) {
      this.out.clock.observeEvent(event.time);
      this.filler.hold(event);
      this.out.router.route(event, 'live');
    }
  }

  private takeGap(gap: FeedGap): void {
    this.filler.holdGap(gap);
    for (const subscription of this.subscriptions()) subscription.acceptGap(gap);
    this.out.onGap(gap);
  }

  private subscriptions(): TileSubscription[] {
    return [...this.plans.values()].flatMap(({ subscriptions }) => subscriptions);
  }

  /** Of these tiles and of all boards, without what the service refuses. */
  private topicsOf(subscriptions: readonly TileSubscription[]): readonly string[] {
    const wanted = subscriptions.filter(({ isRefused }) => !isRefused);
    const ofBoards = [...this.plans.values()].flatMap(({ topics }) => topics);
    return withoutCovered([...ofBoards, ...wanted.flatMap(({ config }) => config.topics)]);
  }
}
