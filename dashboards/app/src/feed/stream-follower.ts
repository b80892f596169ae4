import {
  type ConnectionStatus,
  earliestPosition,
  type FeedListener,
  type FeedSource,
  fitsRequest,
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

  /** The position up to which it has brought everything. */
  get position(): string | undefined {
    return earliestPosition(this.sources.map(({ position }) => position));
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
    const listener = { ...this.listener, status: () => this.listener.status?.(this.status as ConnectionStatus) };
    this.unlisten = this.sources.map((source) => source.listen(listener));
    for (const source of this.sources) source.start();
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
