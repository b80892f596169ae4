import { Refusal } from '../refusal.ts';
import type { FeedSignal } from '../transport.ts';
import type { RefusalDetails } from '../types.ts';
import { Unreachable } from '../unreachable.ts';
import { silenceOf } from './heartbeat.ts';
import { SilenceWatch } from './silence-watch.ts';

/** How one connection ended: a closing frame's words, the error that broke it, or why this side ended it. */
export interface Ending {
  readonly reason: string;
  /** The service does not want it back. */
  readonly stop?: boolean;
  /** The least wait, in milliseconds. */
  readonly retryAfter?: number | undefined;
  readonly refusal?: RefusalDetails;
  /** This side ended it to open another one: nothing failed. */
  readonly isCut?: true;
  /** Nothing came for too long. */
  readonly isSilent?: true;
}

/** A connection that was silent for too long. As the reason of an abort, it judges a transport that is one of several. */
export const silence: Ending = { reason: 'nothing came for too long', isSilent: true };

/** One connection, from its first attempt to its end. */
export class Connection {
  /** In milliseconds; undefined while the service has not said. */
  heartbeat: number | undefined;
  /** Its reason is the `Ending` where this side ends it. */
  readonly #abort = new AbortController();
  /** Silence counts from the first sign of life, which is that the attempt begins: it may hang as well as a connection. */
  readonly #watch = new SilenceWatch(silenceOf(undefined), () => this.#abort.abort(silence));

  /** Ends it. */
  cut(reason = ''): void {
    this.#abort.abort({ reason, isCut: true } satisfies Ending);
  }

  look(): void {
    this.#watch.look();
  }

  /** `take` takes what one read carried, and gives how the connection ends where that says so. */
  async run(
    follow: (signal: AbortSignal) => AsyncIterable<readonly FeedSignal[]>,
    take: (signals: readonly FeedSignal[]) => Ending | undefined,
  ): Promise<Ending> {
    const { signal } = this.#abort;
    let closing: Ending | undefined;
    try {
      for await (const signals of follow(signal)) {
        closing = take(signals) ?? closing;
        if (signal.aborted) return signal.reason;
        this.#watch.limit = silenceOf(this.heartbeat);
        this.#watch.heard();
      }
      return signal.aborted ? signal.reason : (closing ?? { reason: 'the connection ended' });
    } catch (error) {
      return signal.aborted ? signal.reason : endingBy(error, closing);
    } finally {
      this.#watch.stop();
      this.#abort.abort();
    }
  }
}

function endingBy(error: unknown, closing: Ending | undefined): Ending {
  if (error instanceof Refusal) {
    return { reason: error.message, stop: error.isFinal, retryAfter: error.retryAfter, refusal: error.details };
  }
  return closing ?? { reason: error instanceof Unreachable ? error.message : 'the service cannot be reached' };
}
