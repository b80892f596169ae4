import { changeTopics } from './change-topics.ts';
import { closingText } from './closing-text.ts';
import { overdueAfter, silenceOf } from './heartbeat.ts';
import { Listeners } from './listeners.ts';
import { Refusal } from './refusal.ts';
import { retryDelay } from './retry-delay.ts';
import type { ChangeableSource } from './sharing/changeable-source.ts';
import { laterPosition } from './sharing/position.ts';
import { SilenceWatch } from './silence-watch.ts';
import { SseTransport } from './sse-transport.ts';
import type { TopicChange } from './topic-change.ts';
import type { FeedSignal, Transport } from './transport.ts';
import type { ConnectionStatus, FeedListener, RefusalDetails } from './types.ts';
import { Wait } from './wait.ts';

export interface FeedClientOptions {
  readonly topics: readonly string[];
  /** The service's `/events`; the page's own origin unless told. */
  readonly url?: string;
  /** Go on after this position, for example the `next` of a history page. */
  readonly after?: string;
  readonly token?: () => string | undefined;
  /**
   * Reconnect when nothing came for this long; unless told, two and a half of the heartbeats that the service names, else 40
   * s.
   */
  readonly silence?: number;
  readonly transport?: Transport;
  readonly fetch?: typeof fetch;
  readonly random?: () => number;
}

/** How one connection ended: a closing frame's words, the error that broke it, or neither. */
interface Ending {
  readonly reason: string;
  readonly stop: boolean;
  readonly retryAfter?: number | undefined;
  readonly refusal?: RefusalDetails;
}

/** Follows topics until it is closed or told to stay away; one connection at a time, resumed where the last one ended. */
export class FeedClient implements ChangeableSource {
  private readonly transport: Transport;
  private readonly listeners = new Listeners();
  private readonly closed = new AbortController();
  private readonly wait = new Wait();
  private current: ConnectionStatus = { state: 'connecting' };
  private topics: readonly string[];
  private lastPosition: string | undefined;
  private hint: number | undefined;
  private attempt = 0;
  /** The present connection's, in milliseconds; undefined while it is not known. */
  private heartbeat: number | undefined;
  private started = false;

  constructor(private readonly options: FeedClientOptions) {
    const { url = '/events', token, fetch } = options;
    this.transport = options.transport ?? new SseTransport({ url, token, fetch });
    this.topics = options.topics;
    this.lastPosition = options.after;
  }

  get status(): ConnectionStatus {
    return this.current;
  }

  /** The position after which the next connection goes on. */
  get position(): string | undefined {
    return this.lastPosition;
  }

  /** Adds a listener; the function returned takes it away. */
  listen(listener: FeedListener): () => void {
    return this.listeners.add(listener);
  }

  /** Begins to follow; a second call is without effect, so is one after `close`. */
  start(): void {
    if (this.started) return;
    this.started = true;
    globalThis.addEventListener?.('online', this.retryNow, { signal: this.closed.signal });
    void this.run();
  }

  /** Ends the wait between two attempts. */
  readonly retryNow = (): void => this.wait.wake();

  close(reason = 'closed by this page', refusal?: RefusalDetails): void {
    if (this.closed.signal.aborted) return;
    this.closed.abort();
    this.report({ state: 'closed', reason, ...(refusal && { refusal }) });
  }

  change(change: TopicChange): Promise<void> {
    return changeTopics(this.transport, this.current, change, this.closed.signal);
  }

  aim(topics: readonly string[], after?: string): void {
    this.topics = topics;
    this.lastPosition = after ?? this.lastPosition;
  }

  private async run(): Promise<void> {
    while (!this.closed.signal.aborted) {
      const ending = await this.connectOnce();
      if (this.closed.signal.aborted) return;
      if (ending.stop) return this.close(ending.reason, ending.refusal);

      const delay = retryDelay({ attempt: this.attempt++, hint: this.hint, random: (this.options.random ?? Math.random)() });
      const wait = Math.max(delay, ending.retryAfter ?? 0);
      const why = {
        state: 'reconnecting',
        reason: ending.reason,
        ...(ending.refusal && { refusal: ending.refusal }),
      } as const;
      this.report({ ...why, retryAt: Date.now() + wait });
      await this.wait.for(wait, this.closed.signal);
      if (!this.closed.signal.aborted) this.report(why);
    }
  }

  private async connectOnce(): Promise<Ending> {
    const connection = new AbortController();
    const abort = () => connection.abort();
    this.closed.signal.addEventListener('abort', abort);
    let silent = false;
    const watch = new SilenceWatch(this.options.silence ?? silenceOf(undefined), () => {
      silent = true;
      abort();
    });
    let heardAt = Date.now();
    const overdue = new SilenceWatch(undefined, () => this.report({ ...this.current, silentSince: heardAt }));
    let closing: Ending | undefined;
    try {
      // The time to the first byte counts too: a connection attempt may hang as well as a connection.
      watch.heard();
      const request = { topics: this.topics, after: this.lastPosition };
      for await (const signals of this.transport.follow(request, connection.signal)) {
        heardAt = Date.now();
        this.endSilence();
        closing = this.take(signals) ?? closing;
        if (this.closed.signal.aborted) break;
        watch.limit = this.options.silence ?? silenceOf(this.heartbeat);
        overdue.limit = overdueAfter(this.heartbeat);
        watch.heard();
        overdue.heard();
      }
      return closing ?? { reason: 'the connection ended', stop: false };
    } catch (error) {
      if (silent) return { reason: 'nothing came for too long', stop: false };
      if (error instanceof Refusal)
        return { reason: error.message, stop: error.isFinal, retryAfter: error.retryAfter, refusal: error.details };
      return closing ?? { reason: 'the service cannot be reached', stop: false };
    } finally {
      watch.stop();
      overdue.stop();
      this.heartbeat = undefined;
      this.closed.signal.removeEventListener('abort', abort);
      abort();
    }
  }

  /** Something came: what was silent is live. */
  private endSilence(): void {
    if (this.current.silentSince === undefined) return;
    const { silentSince: _, ...live } = this.current;
    this.report(live);
  }

  /** Passes on what one read carried. */
  private take(signals: readonly FeedSignal[]): Ending | undefined {
    let ending: Ending | undefined;
    this.listeners.pass(signals, (signal) => {
      this.move(signal);
      if (signal.kind === 'closing') ending = { reason: closingText(signal.reason), stop: !signal.reconnect };
    });
    return ending;
  }

  /** What a signal changes for the next connection; before listeners run, so that none of them can lose it. */
  private move(signal: FeedSignal): void {
    switch (signal.kind) {
      case 'event':
        // What was missed by topics that were added stands before the stream's own position, which does not go back.
        if (signal.event.isBackfill !== true) this.lastPosition = signal.event.position ?? this.lastPosition;
        break;
      case 'subscribed':
        if (signal.position !== '') this.lastPosition = laterPosition(this.lastPosition, signal.position);
        break;
      case 'position':
        this.lastPosition = signal.position;
        break;
      case 'retry':
        this.hint = signal.milliseconds;
        break;
      case 'connected':
        this.lastPosition = signal.position;
        this.attempt = 0;
        this.heartbeat = signal.heartbeat;
        this.report({ state: 'live', clientId: signal.clientId });
        break;
    }
  }

  private report(status: ConnectionStatus): void {
    this.current = status;
    this.listeners.tell((listener) => listener.status?.(status));
  }
}
