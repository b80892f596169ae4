import {
  type ConnectionStatus,
  earliestPosition,
  type FeedListener,
  type FeedSource,
  fitsRequest,
  goesBack,
  laterPosition,
  type openFeed,
  portions,
} from '@livefeed/client/engine';

/** The better first. Of several streams the worst one counts. */
const states: readonly ConnectionStatus['state'][] = ['live', 'connecting', 'reconnecting', 'closed'];

/**
 * Follows topics by one stream, or by as few as can name them all. Of several one may be behind another, and two may bring
 * the same event.
 */
export class StreamFollower {
  private sources: readonly FeedSource[] = [];
  private followed = '';
  private unlisten: readonly (() => void)[] = [];
  /** How often a source went on in another log, or in an older copy of it. All begin in the same one. */
  private readonly logs = new Map<FeedSource, number>();

  constructor(
    private readonly listener: FeedListener,
    private readonly open: typeof openFeed,
  ) {}

  get hasBegun(): boolean {
    return this.sources.length > 0;
  }

  get status(): ConnectionStatus | undefined {
    return this.sources.map(({ status }) => status).sort((a, b) => states.indexOf(b.state) - states.indexOf(a.state))[0];
  }

  get state(): ConnectionStatus['state'] | undefined {
    return this.status?.state;
  }

  /**
   * The position up to which it has brought everything. Positions of two logs cannot be compared: those of the streams count
   * that are still to go on in the newer one, and to be told what is missing there.
   */
  get position(): string | undefined {
    const logOf = (source: FeedSource) => this.logs.get(source) ?? 0;
    const oldest = Math.min(...this.sources.map(logOf));
    return earliestPosition(this.sources.filter((one) => logOf(one) === oldest).map(({ position }) => position));
  }

  /** The position after which it has brought nothing. */
  get reached(): string | undefined {
    return this.sources.map(({ position }) => position).reduce(laterPosition, undefined);
  }

  /** Whether it follows these already. */
  follows(topics: readonly string[]): boolean {
    return this.hasBegun && this.state !== 'closed' && JSON.stringify(topics) === this.followed;
  }

  /** Follows these from now on, from after the position. */
  follow(topics: readonly string[], after: string | undefined): void {
    this.close();
    this.followed = JSON.stringify(topics);
    const parts = topics.length === 0 ? [[]] : portions(topics, fitsRequest);
    this.sources = parts.map((part) => this.open({ topics: part, ...(after === undefined ? {} : { after }) }));
    this.logs.clear();
    this.unlisten = this.sources.map((source) => source.listen(this.listenerOf(source)));
    for (const source of this.sources) source.start();
  }

  private listenerOf(source: FeedSource): FeedListener {
    return {
      ...this.listener,
      status: () => this.listener.status?.(this.status as ConnectionStatus),
      gap: (gap) => {
        if (gap.reason === 'epoch' || goesBack(gap)) this.logs.set(source, (this.logs.get(source) ?? 0) + 1);
        this.listener.gap?.(gap);
      },
    };
  }

  retryNow(): void {
    for (const source of this.sources) source.retryNow();
  }

  /** Ends the stream. The listener is not told. */
  close(): void {
    for (const unlisten of this.unlisten) unlisten();
    for (const source of this.sources) source.close();
    this.unlisten = [];
    this.sources = [];
  }
}
