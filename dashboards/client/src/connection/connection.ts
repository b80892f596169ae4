import { Refusal } from '../refusal.ts';
import type { FeedSignal } from '../transport.ts';
import type { RefusalDetails } from '../types.ts';
import { Unreachable } from '../unreachable.ts';
import { silenceOf } from './heartbeat.ts';
import type { Overdue } from './overdue-watch.ts';
import { SilenceWatch } from './silence-watch.ts';

/** How one connection ended: a closing frame's words, the error that broke it, or neither. */
export interface Ending {
  readonly reason: string;
  readonly stop: boolean;
  /** The least wait, in milliseconds. */
  readonly retryAfter?: number | undefined;
  readonly refusal?: RefusalDetails;
  /** This side ended it to open another one: nothing failed. */
  readonly isCut?: true;
  /** Nothing came for too long. */
  readonly isSilent?: true;
}

/** What is told of a connection that was silent for too long. */
export const silent = 'nothing came for too long';

/** The reason of an abort: nothing came for too long. A transport that is one of several is judged by it. */
export class Silence extends Error {}

export interface ConnectionOptions {
  /** Milliseconds; unless told, by the heartbeat that the service names. */
  readonly silence?: number | undefined;
  /** Takes what one read carried, and gives how the connection ends where that says so. */
  take(signals: readonly FeedSignal[]): Ending | undefined;
  /** Where people are told of a heartbeat that is late. */
  readonly overdue?: Overdue | undefined;
}

/** One connection, from its first attempt to its end. */
export class Connection {
  /** In milliseconds; undefined while the service has not said. */
  heartbeat: number | undefined;
  readonly #abort = new AbortController();
  #cutReason: string | undefined;
  #heardAt = Date.now();
  readonly #watch: SilenceWatch;
  readonly #options: ConnectionOptions;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#watch = new SilenceWatch(options.silence ?? silenceOf(undefined), () => this.#abort.abort(new Silence()));
  }

  /** Ends it. */
  cut(reason: string): void {
    this.#cutReason = reason;
    this.#abort.abort();
  }

  /** Looks at the clock: timers stand still while the machine sleeps, and are slow in a page that nobody looks at. */
  look(): void {
    const silence = Date.now() - this.#heardAt;
    if (silence > (this.#watch.limit ?? Number.POSITIVE_INFINITY)) this.#watch.soon();
  }

  async run(follow: (signal: AbortSignal) => AsyncIterable<readonly FeedSignal[]>): Promise<Ending> {
    let closing: Ending | undefined;
    try {
      // The time to the first byte counts too: a connection attempt may hang as well as a connection.
      this.#watch.heard();
      for await (const signals of follow(this.#abort.signal)) {
        this.#heardAt = Date.now();
        this.#options.overdue?.heard();
        closing = this.#options.take(signals) ?? closing;
        if (this.#abort.signal.aborted) break;
        this.#wait();
      }
      return this.#endOf(undefined, closing);
    } catch (error) {
      return this.#endOf(error, closing);
    } finally {
      this.#watch.stop();
      this.#options.overdue?.stop();
      this.#abort.abort();
    }
  }

  #endOf(error: unknown, closing: Ending | undefined): Ending {
    if (this.#cutReason !== undefined) return { reason: this.#cutReason, stop: false, isCut: true };
    if (this.#abort.signal.reason instanceof Silence) {
      return { reason: silent, stop: false, isSilent: true };
    }
    if (error instanceof Refusal) {
      return { reason: error.message, stop: error.isFinal, retryAfter: error.retryAfter, refusal: error.details };
    }
    if (closing !== undefined) return closing;
    if (error instanceof Unreachable) return { reason: error.message, stop: false };
    return { reason: error === undefined ? 'the connection ended' : 'the service cannot be reached', stop: false };
  }

  #wait(): void {
    this.#watch.limit = this.#options.silence ?? silenceOf(this.heartbeat);
    this.#watch.heard();
    this.#options.overdue?.wait(this.heartbeat);
  }
}
