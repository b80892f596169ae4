import type { AnyFeed } from '../any-feed.ts';
import type { LiveEvent } from '../api.ts';
import { hold } from '../rooms/topic-holds.ts';
import { TopicPattern } from '../topics/topic-pattern.ts';

export interface TopicEvents<Data = unknown> {
  /** The newest. */
  readonly last: LiveEvent<string, Data> | undefined;
  /** As many as are kept, oldest first. */
  readonly events: readonly LiveEvent<string, Data>[];
  /** The service said no. */
  readonly error: unknown;
}

const none: TopicEvents = { last: undefined, events: [], error: undefined };
const stores = new WeakMap<object, Map<string, TopicStore>>();

/** The last events of a topic, while somebody listens: the same for all components that want it of a feed. */
export class TopicStore {
  private readonly listeners = new Set<() => void>();
  private readonly pattern: TopicPattern;
  private current = none;
  private keep = 1;
  private stop: (() => void) | undefined;

  constructor(
    private readonly feed: AnyFeed | undefined,
    private readonly topic: string,
  ) {
    this.pattern = new TopicPattern(topic);
  }

  static of(feed: AnyFeed | undefined, topic: string): TopicStore {
    return (feed && stores.get(feed)?.get(topic)) ?? new TopicStore(feed, topic);
  }

  /** Keeps so many events at least. */
  want(keep: number): void {
    this.keep = Math.max(this.keep, keep);
  }

  readonly snapshot = (): TopicEvents => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.stop ??= this.feed && this.begin(this.feed);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.stop?.();
      this.stop = undefined;
      queueMicrotask(() => this.forget());
    };
  };

  private begin(feed: AnyFeed): () => void {
    const all = stores.get(feed) ?? new Map<string, TopicStore>();
    stores.set(feed, all);
    all.set(this.topic, this);
    const stop = feed.on('*', (event: LiveEvent) => this.pattern.matches(event.topic) && this.add(event));
    const onRefused = (error: unknown) => this.tell({ ...this.current, error });
    const release = hold(feed, this.topic, { last: this.keep, onRefused });
    return () => {
      stop();
      release();
      all.delete(this.topic);
    };
  }

  /** What was let go of, and not taken again in the same task, brings anew what is retained. */
  private forget(): void {
    if (this.stop === undefined) this.current = none;
  }

  private add(event: LiveEvent): void {
    this.tell({ last: event, events: [...this.current.events, event].slice(-this.keep), error: undefined });
  }

  private tell(current: TopicEvents): void {
    this.current = current;
    for (const listener of [...this.listeners]) listener();
  }
}
