import { retryDelay } from '../retry-delay.ts';

/** A connection that ends sooner than this did not last: something between cuts it. */
const lasting = 5_000;

/** How long to wait for the next attempt. */
export class Backoff {
  /** Attempts that failed since the last connection. */
  failures = 0;
  #step = 0;
  /** Connections in a row that did not last. */
  #shortLives = 0;
  #connectedAt: number | undefined;

  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  connected(): void {
    this.failures = 0;
    this.#step = 0;
    this.#connectedAt = Date.now();
  }

  /** A connection or an attempt has ended: the milliseconds until the next. */
  next(hint: number | undefined): number {
    const attempt = this.#connectedAt === undefined ? this.#fail() : this.#lose(this.#connectedAt);
    this.#connectedAt = undefined;
    return retryDelay({ attempt, hint, random: this.#random() });
  }

  #fail(): number {
    this.failures++;
    return this.#step++;
  }

  #lose(since: number): number {
    this.#shortLives = Date.now() - since < lasting ? this.#shortLives + 1 : 0;
    this.#step++;
    return Math.max(0, this.#shortLives - 1);
  }
}
