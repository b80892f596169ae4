import type {
  AnyEvent,
  ConnectOptions,
  Feed,
  LiveEvent,
  Problem,
  PublishEvent,
  Receipt,
  Room,
  RoomUser,
  Status,
  SubscribeOptions,
} from '../api.ts';
import { FeedClient } from '../connection/feed-client.ts';
import type { FeedSignal, Transport } from '../transport.ts';
import type { ConnectionStatus, FeedGap } from '../types.ts';
import { Callbacks } from './callbacks.ts';
import { Delivery } from './delivery.ts';
import type { FeedActions } from './feed-actions.ts';
import { KeptPosition } from './kept-position.ts';
import { Loaded } from './loaded.ts';
import { toStatus } from './to-status.ts';
import type { TokenSource } from './token-source.ts';

export interface LiveFeedParts {
  /** The service's root without a slash at its end; empty for the page's own. */
  readonly root: string;
  /** Or what loads it. */
  readonly transport: Transport | (() => Promise<Transport>);
  /** Once they are loaded, where there are any; by then no connection was made. */
  tokens?: TokenSource;
  readonly random?: (() => number) | undefined;
}

/** Bytes that wait for a `for await`, unless told. */
const usualBuffer = 1 << 20;
const byThisPage = 'closed by this page';

/** A feed. What not everyone wants is loaded when it is wanted. */
export class LiveFeed<Events extends object> implements Feed<Events> {
  readonly client: FeedClient;
  readonly delivery = new Delivery();
  readonly signals = new Callbacks<FeedSignal>();
  readonly statuses = new Callbacks<Status>();
  readonly closed = new AbortController();
  readonly actions: Loaded<FeedActions> = new Loaded(async () => new (await import('./feed-actions.ts')).FeedActions(this));
  readonly #kept: KeptPosition;
  #current: Status;

  readonly options: ConnectOptions;
  readonly parts: LiveFeedParts;

  constructor(options: ConnectOptions, parts: LiveFeedParts) {
    this.options = options;
    this.parts = parts;
    this.#kept = new KeptPosition(options.persist);
    const { topics = [], last, window, maxAttempts } = options;
    this.client = new FeedClient({
      ...{ topics, last, window, maxAttempts, transport: parts.transport, random: parts.random, steady: 0 },
      after: this.#kept.read() ?? options.after,
      onUnauthorized: () => parts.tokens?.refused() ?? false,
      onSignal: (signal) => this.#take(signal),
      onSilent: () => this.#tellSilence(),
    });
    this.#current = this.#statusOf(this.client.status);
  }

  start(): void {
    this.client.listen({
      events: (events) => {
        this.delivery.events(events);
        this.#kept.keep(this.client.position);
      },
      gap: (gap) => {
        this.delivery.gap(gap);
        this.#tell('gap', `events are missing: ${gap.reason}`);
      },
      subscribed: (topics) => this.delivery.subscriptions?.completed(topics),
      status: (status) => this.#report(status),
    });
    const { signal } = this.options;
    const closed = this.closed.signal;
    signal?.addEventListener('abort', () => this.close(), { signal: closed });
    if (signal?.aborted) return this.close();
    this.client.start();
    // Without it, the page's life is noticed by the connection only.
    import('./follow-page.ts').then(({ followPage }) => followPage(this.client, closed)).catch(() => {});
  }

  get status(): Status {
    return this.#current;
  }

  get position(): string | undefined {
    return this.client.position;
  }

  onStatus(listener: (status: Status) => void): () => void {
    const remove = this.statuses.add(listener);
    listener(this.#current);
    return remove;
  }

  on(name: string, listener: (event: never) => void): () => void {
    return this.delivery.on(name, listener as (event: LiveEvent) => void);
  }

  onGap(listener: (gap: FeedGap) => void): () => void {
    return this.delivery.gaps.add(listener);
  }

  async subscribe(topics: string | readonly string[], options?: SubscribeOptions): Promise<void> {
    await (await this.actions.get()).subscribe(topics, options);
  }

  async unsubscribe(topics: string | readonly string[]): Promise<void> {
    await (await this.actions.get()).unsubscribe(topics);
  }

  async publish(event: PublishEvent): Promise<Receipt> {
    return (await this.actions.get()).publish(event);
  }

  async flush(): Promise<void> {
    await (await this.actions.present)?.flush();
  }

  async join(room: string, who?: RoomUser): Promise<Room> {
    return (await this.actions.get()).join(room, who);
  }

  close(): void {
    this.client.close(byThisPage);
  }

  [Symbol.asyncIterator](): AsyncIterator<AnyEvent<Events>> {
    const onOverflow = () => this.#tell('gap', 'events are missing: they were not read in time');
    const buffer = this.delivery.buffer(this.options.bufferBytes ?? usualBuffer, onOverflow);
    if (this.closed.signal.aborted) buffer.act((to) => to.end(this.#failure()));
    return buffer as AsyncIterator<LiveEvent> as AsyncIterator<AnyEvent<Events>>;
  }

  /** Nothing is added any more. */
  endSubscriptions(): void {
    this.delivery.subscriptions?.end(this.#failure() ?? new DOMException(byThisPage, 'AbortError'));
  }

  #take(signal: FeedSignal): void {
    if (signal.kind === 'connected') this.delivery.subscriptions?.connected();
    this.signals.call(signal);
  }

  #report(status: ConnectionStatus): void {
    const next = this.#statusOf(status);
    if (JSON.stringify(next) === JSON.stringify(this.#current)) return;
    const wasTold = this.#current.refusal !== undefined && this.#current.reason === next.reason;
    this.#current = next;
    if (next.refusal !== undefined && !wasTold) this.#tell('refused', next.reason ?? 'refused');
    this.statuses.call(next);
    if (next.state !== 'closed') return;
    this.closed.abort();
    this.endSubscriptions();
    this.delivery.end(this.#failure());
  }

  #statusOf(status: ConnectionStatus): Status {
    return toStatus(status, this.client.attempt, this.client.transport?.name);
  }

  #tellSilence(): void {
    // One of several is judged by what the next one does.
    if ((this.options.transport ?? 'auto') !== 'auto') this.#tell('buffering', 'nothing came for too long');
  }

  #tell(kind: Problem['kind'], text: string): void {
    const transport = this.client.transport?.name;
    this.options.onProblem?.({ kind, text, ...(transport !== undefined && { transport }) });
  }

  /** Why it is closed, if not by this page. */
  #failure(): Error | undefined {
    const { reason = '' } = this.#current;
    return reason === byThisPage ? undefined : new Error(reason);
  }
}
