import { type ConnectionStatus, type FeedEvent, type FeedGap, type FeedSource, openFeed, withoutCovered } from '@livefeed/client';
import type { EventRouter } from './event-router.ts';
import type { FeedClock } from './feed-clock.ts';
import { HistoryReader } from './history-reader.ts';
import { Joining } from './joining.ts';
import type { TileInlet } from './tile-inlet.ts';

export interface FeedOutputs {
  readonly router: EventRouter;
  readonly clock: FeedClock;
  onStatus(status: ConnectionStatus): void;
  /** Events are missing, of the stream or of history; tiles are told by their inlets. */
  onGap(gap: FeedGap): void;
  /** History is read, or cannot be: from here on what is not there has not happened. */
  onFilled(): void;
}

export interface FeedPlan {
  /** Whose plan it is: it replaces the one that this board had, and beside it others of the page are followed. */
  readonly owner: object;
  /** All tiles of the board. History is read for those that are new. */
  readonly inlets: readonly TileInlet[];
  /** What the board follows beside what its tiles do. */
  readonly topics: readonly string[];
  /** How far back history goes, in milliseconds. */
  readonly window: number;
}

/** Plans that follow each other sooner, as while a topic is typed, are read when the last of them has stood this long. */
const settleTime = 300;

/**
 * The page's one source of events. Tiles that join have their history read first; then the stream goes on from the earlier of two
 * positions: where the stream is, and where their history ends. So nothing is lost however long history took, and each tile's inlet refuses
 * what that tile has already.
 */
export class Feed {
  private client: FeedSource | undefined;
  private followed = '';
  private unlisten: (() => void) | undefined;
  private readonly plans = new Map<object, FeedPlan>();
  private readonly joinings = new Set<Joining>();
  private readonly reader: HistoryReader;
  private joinedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly out: FeedOutputs,
    private readonly open: typeof openFeed = openFeed,
  ) {
    this.reader = new HistoryReader({
      clock: out.clock,
      onGap: (gap) => out.onGap(gap),
      onTrouble: (status) => {
        // A stream that is live is not what is wrong.
        if (this.client?.status.state !== 'live') out.onStatus(status);
      },
    });
  }

  /** Follows this from now on. The stream is opened anew only when the topics are others, and goes on where it was. */
  follow(plan: FeedPlan): void {
    this.plans.set(plan.owner, plan);
    if (this.client === undefined) this.out.onStatus({ state: 'connecting' });
    // Who was taken off the page is not waited for.
    for (const joining of this.joinings) joining.abandonIfClosed();
    const fresh = plan.inlets.filter(({ isNew }) => isNew);
    if (fresh.length > 0) void this.join(new Joining(fresh, this.client?.position), plan.window);
    else if (this.joinings.size === 0) this.connect();
  }

  retryNow(): void {
    this.reader.retryNow();
    this.client?.retryNow();
  }

  private async join(joining: Joining, window: number): Promise<void> {
    this.joinings.add(joining);
    const now = performance.now();
    const delay = now - this.joinedAt < settleTime ? settleTime : 0;
    this.joinedAt = now;
    await this.reader.read(joining, window, delay);
    this.joinings.delete(joining);
    if (!joining.signal.aborted || this.joinings.size === 0) this.connect(joining);
    if (this.joinings.size === 0) this.out.onFilled();
  }

  /** Follows what there is to follow now; these tiles' history has been read. */
  private connect(joining?: Joining): void {
    const topics = this.topics();
    const followed = JSON.stringify(topics);
    const { client } = this;
    const isSame = followed === this.followed && client !== undefined && client.status.state !== 'closed';
    const needed = joining?.filledTo;
    if (isSame && (joining === undefined || needed === undefined || joining.holdsAfter(needed))) return this.release(joining);

    const here = client?.position;
    const from = joining === undefined ? here : joining.startFrom(here);
    if (here !== undefined) for (const inlet of this.inlets()) if (inlet.isLive) inlet.skipTo(here);
    joining?.restart(from);
    this.release(joining);
    for (const other of this.joinings) other.restart(from);
    this.followed = followed;
    this.openAt(topics, from);
  }

  private release(joining: Joining | undefined): void {
    const lost = joining?.release() ?? 0;
    if (lost > 0) this.out.onGap({ after: '', before: '', reason: 'overflow' });
  }

  private openAt(topics: readonly string[], after: string | undefined): void {
    // Not told of its own end, which is none of the page's.
    this.unlisten?.();
    this.client?.close();
    this.client = this.open({ topics, ...(after === undefined ? {} : { after }) });
    this.unlisten = this.client.listen({
      status: (status) => this.out.onStatus(status),
      gap: (gap) => this.takeGap(gap),
      events: (events) => this.take(events),
    });
    this.client.start();
  }

  private take(events: readonly FeedEvent[]): void {
    for (const event of events) {
      this.out.clock.observe(event.time);
      for (const joining of this.joinings) joining.hold(event);
      this.out.router.route(event, 'live');
    }
  }

  private takeGap(gap: FeedGap): void {
    for (const joining of this.joinings) joining.holdGap(gap);
    for (const inlet of this.inlets()) inlet.acceptGap(gap);
    this.out.onGap(gap);
  }

  private inlets(): TileInlet[] {
    return [...this.plans.values()].flatMap(({ inlets }) => inlets);
  }

  /** Of tiles whose history is still being read nothing is needed yet; of those that the service refuses, nothing at all. */
  private topics(): readonly string[] {
    const waiting = new Set([...this.joinings].flatMap(({ inlets }) => inlets));
    const wanted = this.inlets().filter((inlet) => !waiting.has(inlet) && !inlet.isRefused && !inlet.isClosed);
    return withoutCovered([...[...this.plans.values()].flatMap(({ topics }) => topics), ...wanted.flatMap(({ config }) => config.topics)]);
  }
}
