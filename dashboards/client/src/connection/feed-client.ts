import type { ChangeableSource } from '../sharing/changeable-source.ts';
import { SseTransport } from '../sse/sse-transport.ts';
import type { TopicChange } from '../topics/topic-change.ts';
import type { FeedSignal, RoomQuery, Transport } from '../transport.ts';
import type { ConnectionStatus, FeedListener, RefusalDetails } from '../types.ts';
import { maxWait, Wait } from '../wait.ts';
import { Backoff } from './backoff.ts';
import { closingText } from './closing-text.ts';
import { Connection, type Ending } from './connection.ts';
import type { FeedClientOptions } from './feed-client-options.ts';
import { Followed } from './followed.ts';
import { Listeners } from './listeners.ts';

/** Follows topics until it is closed or told to stay away; one connection at a time, resumed where the last one ended. */
export class FeedClient implements ChangeableSource {
  /** Undefined until it is loaded. */
  transport: Transport | undefined;
  readonly #listeners = new Listeners();
  readonly #closed = new AbortController();
  readonly #wait = new Wait();
  readonly #backoff: Backoff;
  readonly #followed: Followed;
  #connection: Connection | undefined;
  #isPaused = false;
  #current: ConnectionStatus = { state: 'connecting' };
  #started = false;

  readonly #options: FeedClientOptions;

  constructor(options: FeedClientOptions) {
    this.#options = options;
    const { url = '/events', token, fetch, transport, random = Math.random, steady } = options;
    if (typeof transport !== 'function') this.transport = transport ?? new SseTransport({ url, token, fetch });
    this.#followed = new Followed(options.topics, options.after, options.last, options.window);
    this.#backoff = new Backoff(random, steady);
  }

  get status(): ConnectionStatus {
    return this.#current;
  }

  /** The position after which the next connection goes on. */
  get position(): string | undefined {
    return this.#followed.position;
  }

  /** Failed attempts since it was connected. */
  get attempt(): number {
    return this.#backoff.failures;
  }

  /** Adds a listener; the function returned takes it away. */
  listen(listener: FeedListener): () => void {
    return this.#listeners.add(listener);
  }

  /** Begins to follow; a second call is without effect, so is one after `close`. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    globalThis.addEventListener?.('online', this.retryNow, { signal: this.#closed.signal });
    void this.#run();
  }

  /** Ends the wait between two attempts. */
  readonly retryNow = (): void => {
    if (!this.#isPaused) this.#wait.wake();
  };

  /** Ends the connection and opens another one at once. */
  reopen(reason: string): void {
    this.#connection?.cut(reason);
    this.retryNow();
  }

  /** Ends the connection; there is none until `resume`. */
  pause(reason: string): void {
    this.#isPaused = true;
    this.#connection?.cut(reason);
  }

  resume(): void {
    this.#isPaused = false;
    this.retryNow();
  }

  /** Looks whether the connection is silent: timers may have been asleep. */
  look(): void {
    this.#connection?.look();
  }

  close(reason = 'closed by this page', refusal?: RefusalDetails): void {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort();
    this.#connection?.cut(reason);
    this.#report({ state: 'closed', reason, ...(refusal && { refusal }) });
  }

  async change(change: TopicChange): Promise<void> {
    const { changeTopics } = await import('./change-topics.ts');
    await changeTopics(this.transport, this.#current, change, this.#closed.signal);
  }

  aim(topics: readonly string[], after?: string): void {
    this.#followed.topics = topics;
    this.#followed.position = after ?? this.#followed.position;
  }

  /** Rooms that connections name in their query from now on. */
  enter(rooms: RoomQuery | undefined): void {
    this.#followed.rooms = rooms;
  }

  async #run(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      const ending = await this.#connectOnce();
      if (this.#closed.signal.aborted) return;
      if (ending.stop) return this.close(ending.reason, ending.refusal);
      await this.#waitAfter(ending);
    }
  }

  async #waitAfter(ending: Ending): Promise<void> {
    const wait = this.#delayAfter(ending);
    if (ending.isSilent) this.#options.onSilent?.();
    if (this.#backoff.failures >= (this.#options.maxAttempts ?? Number.POSITIVE_INFINITY)) {
      return this.close(ending.reason, ending.refusal);
    }
    const { reason, refusal } = ending;
    const why = { state: 'reconnecting', reason, ...(refusal && { refusal }) } as const;
    this.#report(this.#isPaused ? why : { ...why, retryAt: Date.now() + wait });
    do await this.#wait.for(this.#isPaused ? maxWait : wait, this.#closed.signal);
    while (this.#isPaused && !this.#closed.signal.aborted);
    if (!this.#closed.signal.aborted) this.#report(why);
  }

  #delayAfter({ isCut, refusal, retryAfter }: Ending): number {
    if (isCut) return 0;
    const delay = this.#backoff.next(this.#followed.hint);
    if (refusal?.status === 401 && this.#options.onUnauthorized?.()) return 0;
    return Math.max(delay, retryAfter ?? 0);
  }

  #connectOnce(): Promise<Ending> {
    const connection = new Connection({
      silence: this.#options.silence,
      take: (signals) => this.#take(signals, connection),
      overdue: this.#options.overdue?.((since) => {
        const { silentSince: _, ...live } = this.#current;
        this.#report(since === undefined ? live : { ...live, silentSince: since });
      }),
    });
    this.#connection = connection;
    return connection.run((signal) => this.#follow(signal));
  }

  async *#follow(signal: AbortSignal): AsyncGenerator<readonly FeedSignal[]> {
    const { transport: load } = this.#options;
    if (typeof load === 'function') this.transport ??= await load();
    if (this.transport !== undefined) yield* this.transport.follow(this.#followed.request(), signal);
  }

  /** Passes on what one read carried. */
  #take(signals: readonly FeedSignal[], connection: Connection): Ending | undefined {
    let ending: Ending | undefined;
    this.#listeners.pass(signals, (signal) => {
      this.#note(signal, connection);
      this.#options.onSignal?.(signal);
      if (signal.kind !== 'closing') return;
      // Who is turned away comes back no sooner than the service says.
      const retryAfter = this.#current.state === 'live' ? undefined : this.#followed.hint;
      ending = { reason: closingText(signal.reason), stop: !signal.reconnect, retryAfter };
    });
    return ending;
  }

  /** Before listeners run, so that none of them can lose what the next connection needs. */
  #note(signal: FeedSignal, connection: Connection): void {
    this.#followed.take(signal);
    if (signal.kind === 'status') this.#report(signal.status);
    if (signal.kind !== 'connected') return;
    this.#backoff.connected();
    connection.heartbeat = signal.heartbeat;
    const { clientId, memberId } = signal;
    this.#report({ state: 'live', clientId, ...(memberId === undefined ? {} : { memberId }) });
  }

  #report(status: ConnectionStatus): void {
    this.#current = status;
    this.#listeners.tell((listener) => listener.status?.(status));
  }
}
