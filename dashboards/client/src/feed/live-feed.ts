import type {
  AnyEvent,
  ConnectOptions,
  Feed,
  GapEvent,
  LiveEvent,
  Problem,
  PublishEvent,
  Receipt,
  Room,
  RoomUser,
  Status,
  SubscribeOptions,
} from '../api.ts';
import { callEach } from '../connection/call-each.ts';
import { silence } from '../connection/connection.ts';
import { Follower } from '../connection/follower.ts';
import { unwatched } from '../connection/unwatched.ts';
import { goesBack } from '../sharing/position.ts';
import type { FeedSignal, Transport } from '../transport.ts';
import type { ConnectionStatus, FeedGap } from '../types.ts';
import { Callbacks } from './callbacks.ts';
import { Delivery } from './delivery.ts';
import type { FeedActions } from './feed-actions.ts';
import { Loaded } from './loaded.ts';
import { readEvents } from './read-events.ts';
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

const byThisPage = 'closed by this page';

/** A feed. What not everyone wants is loaded when it is wanted. */
export class LiveFeed<Events extends object> implements Feed<Events> {
  readonly follower: Follower;
  readonly delivery = new Delivery();
  readonly signals = new Callbacks<FeedSignal>();
  readonly gaps = new Callbacks<FeedGap>();
  readonly statuses = new Callbacks<Status>();
  readonly actions: Loaded<FeedActions> = new Loaded(async () => new (await import('./feed-actions.ts')).FeedActions(this));
  status: Status;

  readonly options: ConnectOptions;
  readonly parts: LiveFeedParts;

  constructor(options: ConnectOptions, parts: LiveFeedParts) {
    this.options = options;
    this.parts = parts;
    this.follower = new Follower({
      ...{ ...options, ...parts, topics: options.topics ?? [] },
      pass: (signals, take) => this.#pass(signals, take),
      onStatus: (status) => this.#report(status),
      onUnauthorized: () => parts.tokens?.refused(),
      // One of several transports is judged by what the next one does.
      onSilent: () => (options.transport ?? 'auto') !== 'auto' && this.tell('buffering', silence.reason),
    });
    this.status = this.#statusOf(this.follower.status);
  }

  start(): void {
    const { signal } = this.options;
    const { closed } = this.follower;
    signal?.addEventListener('abort', () => this.close(), { signal: closed });
    if (signal?.aborted) return this.close();
    void this.follower.run();
    // Without it, the page's life is noticed by the connection only.
    import('./follow-page.ts').then(({ followPage }) => followPage(this.follower)).catch(() => {});
  }

  get position(): string | undefined {
    return this.follower.followed.after;
  }

  onStatus(listener: (status: Status) => void): () => void {
    const remove = this.statuses.add(listener);
    listener(this.status);
    return remove;
  }

  on(name: string, listener: (event: never) => void): () => void {
    return this.delivery.on(name, listener as (event: LiveEvent) => void);
  }

  onGap(listener: (gap: FeedGap) => void): () => void {
    return this.gaps.add(listener);
  }

  subscribe(topics: string | readonly string[], options?: SubscribeOptions): Promise<void> {
    return this.#act((actions) => actions.subscribe(topics, options));
  }

  unsubscribe(topics: string | readonly string[]): Promise<void> {
    return this.#act((actions) => actions.unsubscribe(topics));
  }

  publish(event: PublishEvent): Promise<Receipt> {
    return this.#act((actions) => actions.publish(event));
  }

  flush(): Promise<void> {
    return this.actions.present ? this.#act((actions) => actions.flush()) : Promise.resolve();
  }

  join(room: string, who?: RoomUser): Promise<Room> {
    return this.#act((actions) => actions.join(room, who));
  }

  close(): void {
    this.follower.close({ reason: byThisPage });
  }

  [Symbol.asyncIterator](): AsyncIterator<AnyEvent<Events> | GapEvent> {
    return readEvents(this) as AsyncIterator<LiveEvent> as AsyncIterator<AnyEvent<Events> | GapEvent>;
  }

  /** Why it is closed, if not by this page. */
  get failure(): Error | undefined {
    const { reason = '' } = this.status;
    return reason === byThisPage ? undefined : new Error(reason);
  }

  tell(kind: Problem['kind'], text: string, transport = this.follower.transport?.name): void {
    callEach([this.options.onProblem], (hear) => hear?.({ kind, text, transport }));
  }

  #act<T>(act: (actions: FeedActions) => Promise<T>): Promise<T> {
    return unwatched(this.actions.get().then(act));
  }

  #pass(signals: readonly FeedSignal[], take: (signal: FeedSignal) => void): void {
    for (const signal of signals) {
      take(signal);
      this.signals.call(signal);
      if (signal.kind === 'event') this.delivery.event(signal.event);
      else if (signal.kind === 'gap') {
        if (goesBack(signal.gap)) this.delivery.has = undefined;
        this.gaps.call(signal.gap);
        this.tell('gap', `events are missing: ${signal.gap.reason}`);
      }
    }
  }

  #report(status: ConnectionStatus): void {
    const next = this.#statusOf(status);
    if (JSON.stringify(next) === JSON.stringify(this.status)) return;
    const wasTold = this.status.refusal !== undefined && this.status.reason === next.reason;
    this.status = next;
    if (next.refusal !== undefined && !wasTold) this.tell('refused', next.reason ?? 'refused');
    this.statuses.call(next);
  }

  /** That a heartbeat is late is no state of a feed. */
  #statusOf(status: ConnectionStatus): Status {
    const { silentSince: _, state, attempt = 0, ...rest } = status;
    return { ...rest, state: state === 'live' ? 'connected' : state, attempt, transport: this.follower.transport?.name };
  }
}
