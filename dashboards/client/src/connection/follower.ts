import type { FeedSignal, Transport } from '../transport.ts';
import type { ConnectionStatus } from '../types.ts';
import { maxWait, Wait } from '../wait.ts';
import { Backoff } from './backoff.ts';
import { closingText } from './closing-text.ts';
import { Connection, type Ending } from './connection.ts';
import { Followed, type Wanted } from './followed.ts';

/** A hint is no reason to stay away for longer than this, in milliseconds. */
const longestHint = 5 * 60_000;

export interface FollowerOptions extends Wanted {
  /** Or what loads it, with the first connection. */
  readonly transport: Transport | (() => Promise<Transport>);
  /** Passes on what one read carried. `take` sees each signal before listeners do, so that none can lose what it says. */
  pass(signals: readonly FeedSignal[], take: (signal: FeedSignal) => void): void;
  onStatus(status: ConnectionStatus): void;
  /** After a 401: whether to try again at once, with another token. */
  onUnauthorized?(): boolean | undefined;
  /** A connection was ended because nothing came for too long. */
  onSilent?(): unknown;
  /** Failed attempts in a row after which it closes, those of a connection of all tabs, too; without it, never. */
  readonly maxAttempts?: number | undefined;
  readonly random?: (() => number) | undefined;
}

/** Why it is closed. */
type End = Pick<ConnectionStatus, 'reason' | 'refusal' | 'attempt'>;

/** Follows topics until it is closed or told to stay away; one connection at a time, resumed where the last one ended. */
export class Follower {
  /** Undefined until it is loaded. */
  transport: Transport | undefined;
  status: ConnectionStatus = { state: 'connecting' };
  /** What the next connection asks for. */
  readonly followed: Followed;
  readonly #closed = new AbortController();
  readonly closed = this.#closed.signal;
  readonly #wait = new Wait();
  readonly #backoff: Backoff;
  #connection: Connection | undefined;
  #isPaused = false;
  readonly #options: FollowerOptions;

  constructor(options: FollowerOptions) {
    this.#options = options;
    if (typeof options.transport !== 'function') this.transport = options.transport;
    this.followed = new Followed(options);
    this.#backoff = new Backoff(options.random ?? Math.random);
  }

  /** Follows, until it is closed. */
  async run(): Promise<void> {
    while (!this.closed.aborted) {
      const ending = await this.#connectOnce();
      if (this.closed.aborted) return;
      if (ending.stop) return this.close(ending);
      await this.#waitAfter(ending);
    }
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

  close({ reason, refusal, attempt }: End): void {
    if (this.status.state === 'closed') return;
    this.#connection?.cut();
    this.#report({ state: 'closed', reason, refusal, attempt });
    this.#closed.abort();
  }

  async #waitAfter(ending: Ending): Promise<void> {
    const { reason, refusal } = ending;
    const wait = this.#delayAfter(ending);
    if (ending.isSilent) this.#options.onSilent?.();
    const why = { state: 'reconnecting', reason, refusal, attempt: this.#backoff.failures } as const;
    this.#report(this.#isPaused ? why : { ...why, retryAt: Date.now() + wait });
    do await this.#wait.for(this.#isPaused ? maxWait : wait, this.closed);
    while (this.#isPaused && !this.closed.aborted);
    if (!this.closed.aborted) this.#report(why);
  }

  #delayAfter({ isCut, refusal, retryAfter = 0 }: Ending): number {
    if (isCut) return 0;
    const delay = this.#backoff.next(this.followed.hint);
    if (refusal?.status === 401 && this.#options.onUnauthorized?.()) return 0;
    return Math.max(delay, retryAfter);
  }

  #connectOnce(): Promise<Ending> {
    const connection = new Connection();
    this.#connection = connection;
    return connection.run(
      (signal) => this.#follow(signal),
      (signals) => this.#take(signals, connection),
    );
  }

  async *#follow(signal: AbortSignal): AsyncGenerator<readonly FeedSignal[]> {
    const { transport } = this.#options;
    this.transport ??= typeof transport === 'function' ? await transport() : transport;
    await this.transport.prepare?.();
    yield []; // From here on its time counts.
    yield* this.transport.follow(this.followed, signal);
  }

  #take(signals: readonly FeedSignal[], connection: Connection): Ending | undefined {
    let ending: Ending | undefined;
    this.#options.pass(signals, (signal) => {
      this.followed.take(signal);
      if (signal.kind === 'status') this.#report(signal.status);
      else if (signal.kind === 'connected') {
        this.#backoff.connected();
        connection.heartbeat = signal.heartbeat;
        this.#report({ state: 'live', clientId: signal.clientId, memberId: signal.memberId });
      } else if (signal.kind === 'closing') {
        // Who is turned away comes back no sooner than the service says.
        const hint = Math.min(this.followed.hint ?? 0, longestHint);
        const retryAfter = this.status.state === 'live' ? 0 : hint;
        ending = { reason: closingText(signal.reason), stop: !signal.reconnect, retryAfter };
      }
    });
    return ending;
  }

  #report(status: ConnectionStatus): void {
    this.status = status;
    const { maxAttempts = Number.POSITIVE_INFINITY } = this.#options;
    if (status.state === 'reconnecting' && (status.attempt ?? 0) >= maxAttempts) this.close(status);
    else this.#options.onStatus(status);
  }
}
