import { type ConnectionStatus, type FeedEvent, type FeedGap, type FeedSource, openFeed, Refusal, retryDelay, withoutCovered } from '@livefeed/client';
import type { TileConfig } from '../board/board.ts';
import type { EventRouter } from './event-router.ts';
import type { FeedClock } from './feed-clock.ts';
import { fillTiles } from './fill-tiles.ts';

export interface FeedOutputs {
  readonly router: EventRouter;
  readonly clock: FeedClock;
  onStatus(status: ConnectionStatus): void;
  onGap(gap: FeedGap): void;
  /** History begins to be read: until it is, what tiles show is of earlier. */
  onFill(): void;
  /** History is read, or cannot be: from here on what is not there has not happened. */
  onFilled(): void;
}

/** A tile that has nothing yet: its history goes to its own router, for the others have theirs. */
export interface FreshTile {
  readonly config: TileConfig;
  readonly router: EventRouter;
}

export interface FeedPlan {
  /** Whose plan it is: it replaces the one that this board had, and beside it others of the page are followed. */
  readonly owner: object;
  /** Everything that the board follows. */
  readonly topics: readonly string[];
  /** How far back history goes, in milliseconds. */
  readonly window: number;
  readonly fresh: readonly FreshTile[];
}

/** The page's one source of events: history first, then the stream from where history ended. */
export class Feed {
  private client: FeedSource | undefined;
  private followed = '';
  private readonly topicsOf = new Map<object, readonly string[]>();
  private unlisten: (() => void) | undefined;
  private endWait: (() => void) | undefined;
  /** What came by the stream while history is read, which must go first; undefined when none is. */
  private held: FeedEvent[] | undefined;
  private unfilled: readonly FreshTile[] = [];
  /** Counts plans: a plan that another has replaced ends where it is. */
  private turn = 0;

  constructor(private readonly out: FeedOutputs) {}

  /** Follows this from now on. The stream is opened anew only when the topics are others, and goes on where it was. */
  async follow({ owner, topics, window, fresh }: FeedPlan): Promise<void> {
    this.topicsOf.set(owner, topics);
    const turn = ++this.turn;
    this.endWait?.();
    // A plan that was replaced before its history was there leaves that to this one.
    this.unfilled = [...this.unfilled, ...fresh];
    if (this.client === undefined) this.out.onStatus({ state: 'connecting' });
    if (this.unfilled.length > 0) {
      this.held ??= [];
      this.out.onFill();
    }
    const after = await this.fill(turn, window);
    if (turn !== this.turn) return;

    this.unfilled = [];
    this.out.onFilled();
    this.release();
    this.connect(withoutCovered([...this.topicsOf.values()].flat()), after);
  }

  retryNow(): void {
    this.endWait?.();
    this.client?.retryNow();
  }

  private connect(topics: readonly string[], after: string | undefined): void {
    const followed = JSON.stringify(topics);
    if (followed === this.followed && this.client?.status.state !== 'closed') return;
    this.followed = followed;
    const position = this.client?.position ?? after;
    // Not told of its own end, which is none of the page's.
    this.unlisten?.();
    this.client?.close();
    this.client = openFeed({ topics, ...(position === undefined ? {} : { after: position }) });
    this.unlisten = this.client.listen({
      status: (status) => this.out.onStatus(status),
      gap: (gap) => this.out.onGap(gap),
      events: (events) => {
        for (const event of events) this.out.clock.observe(event.time);
        if (this.held !== undefined) this.held.push(...events);
        else for (const event of events) this.out.router.route(event, 'live');
      },
    });
    this.client.start();
  }

  private release(): void {
    const events = this.held ?? [];
    this.held = undefined;
    for (const event of events) this.out.router.route(event, 'live');
  }

  /** Tries until history is read. A refusal is left to the stream, which meets the same one and ends with its text. */
  private async fill(turn: number, window: number): Promise<string | undefined> {
    for (let attempt = 0; turn === this.turn && this.unfilled.length > 0; attempt++) {
      try {
        return await fillTiles(this.unfilled, window, this.out.clock);
      } catch (error) {
        if (turn !== this.turn || (error instanceof Refusal && error.isFinal)) return undefined;
        const delay = retryDelay({ attempt, random: Math.random() });
        const why = error instanceof Refusal ? { reason: error.message, refusal: error.details } : { reason: 'the service cannot be reached' };
        this.out.onStatus({ state: 'reconnecting', retryAt: Date.now() + delay, ...why });
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, delay);
          this.endWait = () => (clearTimeout(timer), resolve());
        });
        if (turn === this.turn) this.out.onStatus({ state: 'reconnecting', ...why });
      }
    }
    return undefined;
  }
}
