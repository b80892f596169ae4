import { type ConnectionStatus, FeedClient, type FeedEvent, type FeedGap, Refusal, retryDelay, withoutCovered } from '@livefeed/client';
import type { Board, TileConfig } from '../board/board.ts';
import type { EventRouter, Origin } from './event-router.ts';
import type { FeedClock } from './feed-clock.ts';
import { fillWindow, readEarlier } from './fill.ts';

export interface FeedOutputs {
  readonly router: EventRouter;
  readonly clock: FeedClock;
  onStatus(status: ConnectionStatus): void;
  onGap(gap: FeedGap): void;
  /** History is read, or cannot be: from here on what is not there has not happened. */
  onFilled(): void;
}

/** The page's one source of events: history first, then the stream from where history ended. */
export class Feed {
  private readonly topics: readonly string[];
  private readonly tiles: readonly TileConfig[];
  private client: FeedClient | undefined;
  private endWait: (() => void) | undefined;

  constructor(
    private readonly board: Board,
    private readonly out: FeedOutputs,
  ) {
    this.tiles = board.tiles.filter((tile) => tile.type !== 'broken');
    this.topics = withoutCovered(this.tiles.flatMap((tile) => tile.topics));
  }

  async start(): Promise<void> {
    this.out.onStatus({ state: 'connecting' });
    const after = await this.fill();
    this.out.onFilled();
    this.client = new FeedClient({ topics: this.topics, ...(after === undefined ? {} : { after }) });
    this.client.listen({
      status: (status) => this.out.onStatus(status),
      gap: (gap) => this.out.onGap(gap),
      events: (events) => {
        for (const event of events) {
          this.out.clock.observe(event.time);
          this.take(event, 'live');
        }
      },
    });
    this.client.start();
  }

  retryNow(): void {
    this.endWait?.();
    this.client?.retryNow();
  }

  /** Tries until history is read. A refusal is left to the stream, which meets the same one and ends with its text. */
  private async fill(): Promise<string | undefined> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.fillLists();
        return await fillWindow(this.topics, this.board.window, this.out.clock, (event) => this.take(event, 'history'));
      } catch (error) {
        if (error instanceof Refusal && error.isFinal) return undefined;
        const delay = retryDelay({ attempt, random: Math.random() });
        const reason = error instanceof Refusal ? error.message : 'the service cannot be reached';
        this.out.onStatus({ state: 'reconnecting', retryAt: Date.now() + delay, reason });
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, delay);
          this.endWait = () => (clearTimeout(timer), resolve());
        });
        this.out.onStatus({ state: 'reconnecting', reason });
      }
    }
  }

  /** What lists show of the time before is a courtesy: a service that refuses it is not asked twice. */
  private async fillLists(): Promise<void> {
    for (const tile of this.tiles.filter((one) => one.type === 'events')) {
      try {
        const events = await readEarlier(tile, this.board.window);
        for (const event of events) this.take(event, 'history');
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
  }

  private take(event: FeedEvent, origin: Origin): void {
    this.out.router.route(event, origin);
  }
}
