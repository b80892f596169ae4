import type { ChangeableSource } from '../sharing/changeable-source.ts';
import { watchNetwork } from '../sharing/page-life.ts';
import { SseTransport } from '../sse/sse-transport.ts';
import type { TopicChange } from '../topics/topic-change.ts';
import type { FeedSignal, Transport } from '../transport.ts';
import type { ConnectionStatus, FeedListener } from '../types.ts';
import { Unreachable } from '../unreachable.ts';
import { answerWithin } from './answer-within.ts';
import type { AskToken } from './authorize.ts';
import { changeTopics } from './change-topics.ts';
import { renewBy } from './client-requests.ts';
import { Follower, type FollowerOptions } from './follower.ts';
import { silenceOf } from './heartbeat.ts';
import { Listeners } from './listeners.ts';
import type { Overdue, watchOverdue } from './overdue-watch.ts';
import { tryAgain } from './try-again.ts';

/** How late a timer may be that gives up a silent connection. */
const stalledAfter = 10_000;

export interface FeedClientOptions extends Omit<FollowerOptions, 'transport' | 'pass' | 'onStatus'> {
  /** Server-sent events of the page's own service unless told. */
  readonly transport?: Transport;
  readonly token?: AskToken;
  readonly fetch?: typeof fetch;
  /** `watchOverdue` for a page that tells people of a late heartbeat (`silentSince`). */
  readonly overdue?: typeof watchOverdue;
}

/** Follows topics, for any number of listeners: what pages with an engine of their own and the hub of all tabs use. */
export class FeedClient implements ChangeableSource {
  readonly #listeners = new Listeners();
  readonly #follower: Follower;
  readonly #overdue: Overdue | undefined;
  #heartbeat: number | undefined;
  /** `performance.now()` scale. */
  #heardAt = 0;
  #silentSince: number | undefined;
  #started = false;

  constructor({ transport, token, fetch, overdue, ...options }: FeedClientOptions) {
    this.#overdue = overdue?.((since) => {
      this.#silentSince = since;
      this.#report();
    });
    this.#follower = new Follower({
      ...options,
      transport: transport ?? new SseTransport({ root: '', token, fetch }),
      pass: (signals, take) => this.#pass(signals, take),
      onStatus: () => this.#report(),
    });
  }

  get status(): ConnectionStatus {
    const { status } = this.#follower;
    return this.#silentSince === undefined ? status : { ...status, silentSince: this.#silentSince };
  }

  get position(): string | undefined {
    return this.#follower.followed.after;
  }

  get isStalled(): boolean {
    return this.status.state === 'live' && performance.now() - this.#heardAt > silenceOf(this.#heartbeat) + stalledAfter;
  }

  listen(listener: FeedListener): () => void {
    return this.#listeners.add(listener);
  }

  /** Begins to follow; a second call is without effect, so is one after `close`. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    watchNetwork((isNew) => this.retryNow(isNew), this.#follower.closed);
    void this.#follower.run();
  }

  retryNow(isNewNetwork?: boolean): void {
    tryAgain(this.#follower, isNewNetwork);
  }

  close(reason = 'closed by this page'): void {
    this.#follower.close({ reason });
  }

  change(change: TopicChange): Promise<void> {
    return changeTopics(this.#follower, change);
  }

  async renew(token: string): Promise<void> {
    const { transport, status } = this.#follower;
    if (status.clientId === undefined || transport === undefined) throw new Unreachable('there is no open stream');
    await renewBy(transport, status.clientId, token, AbortSignal.timeout(answerWithin));
  }

  aim(topics: readonly string[], after?: string): void {
    const { followed } = this.#follower;
    followed.topics = topics;
    followed.after = after ?? followed.after;
  }

  #pass(signals: readonly FeedSignal[], take: (signal: FeedSignal) => void): void {
    this.#heardAt = performance.now();
    this.#overdue?.heard();
    this.#listeners.pass(signals, (signal) => {
      if (signal.kind === 'connected') this.#heartbeat = signal.heartbeat;
      take(signal);
    });
    if (this.status.state === 'live') this.#overdue?.wait(this.#heartbeat);
  }

  #report(): void {
    if (this.#follower.status.state !== 'live') {
      this.#silentSince = undefined;
      this.#overdue?.stop();
    }
    const { status } = this;
    this.#listeners.tell((listener) => listener.status?.(status));
  }
}
