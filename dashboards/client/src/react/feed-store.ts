import type { ConnectOptions, Feed, Status } from '../api.ts';
import { hold } from '../rooms/topic-holds.ts';

export interface LiveFeed<Events extends object = Record<string, unknown>> {
  /** Absent in the first render: a feed is opened when the component is there. */
  readonly feed: Feed<Events> | undefined;
  readonly status: Status;
}

const unopened: LiveFeed = { feed: undefined, status: { state: 'connecting', attempt: 0 } };

/**
 * A feed for as long as somebody listens. StrictMode stops listening and begins again in one task: a feed is closed after
 * that, so this is still one connection.
 */
export class FeedStore {
  private readonly listeners = new Set<() => void>();
  private current = unopened;
  private readonly releases = new Map<string, () => void>();

  constructor(
    private readonly open: (topics: readonly string[]) => Feed,
    private topics: readonly string[],
  ) {}

  readonly snapshot = (): LiveFeed => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.current.feed === undefined) this.begin();
    return () => {
      this.listeners.delete(listener);
      queueMicrotask(() => this.listeners.size === 0 && this.end());
    };
  };

  /** Follows these topics from now on, by the same connection. */
  follow(topics: readonly string[]): void {
    const { feed } = this.current;
    const [before, after] = [new Set(this.topics), new Set(topics)];
    this.topics = topics;
    if (feed === undefined) return;
    for (const topic of after) if (!before.has(topic)) this.releases.set(topic, hold(feed, topic));
    for (const topic of before) if (!after.has(topic)) this.release(topic);
  }

  static optionsOf({ topics: _, ...options }: ConnectOptions): string {
    return JSON.stringify(options);
  }

  private begin(): void {
    const feed = this.open(this.topics);
    for (const topic of this.topics) this.releases.set(topic, hold(feed, topic, { isFollowed: true }));
    this.tell({ feed, status: feed.status });
    feed.onStatus((status) => {
      if (this.current.feed === feed && status !== this.current.status) this.tell({ feed, status });
    });
  }

  private end(): void {
    const { feed } = this.current;
    this.current = unopened;
    this.releases.clear();
    feed?.close();
  }

  private release(topic: string): void {
    this.releases.get(topic)?.();
    this.releases.delete(topic);
  }

  private tell(current: LiveFeed): void {
    this.current = current;
    for (const listener of [...this.listeners]) listener();
  }
}
