import {
  type ConnectionStatus,
  comparePositions,
  earliestPosition,
  type FeedListener,
  type FeedSource,
  fitsRequest,
  laterPosition,
  type openFeed,
  portions,
} from '@livefeed/client/engine';

/**
 * Max streams of a page. Over HTTP/1.1 a browser has six connections to a service, and the page needs some of them for what
 * it asks.
 */
const maxStreams = 4;

/** Whether the streams of a page can follow these. */
export const hasRoom = (topics: readonly string[]) => portions(topics, fitsRequest).length <= maxStreams;

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
  /** A position of the log in which the streams are, or those that have not gone on in another one, as others have. */
  private base = '';

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
   * that are still to go on in the newer one, and may have to be told what is missing there.
   */
  get position(): string | undefined {
    const { behind } = this;
    return earliestPosition((behind.length > 0 ? behind : this.sources).map(({ position }) => position));
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
    this.base = after ?? '';
    this.unlisten = this.sources.map((source) => source.listen(this.listenerOf(source)));
    for (const source of this.sources) source.start();
  }

  private listenerOf(source: FeedSource): FeedListener {
    return {
      ...this.listener,
      status: () => this.listener.status?.(this.status as ConnectionStatus),
      events: (events) => {
        if (this.behind.length === 0) this.base = source.position ?? '';
        this.listener.events?.(events);
      },
    };
  }

  private get behind(): readonly FeedSource[] {
    const { base } = this;
    return this.sources.filter(({ position = base }) => comparePositions(position, base) !== undefined);
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
