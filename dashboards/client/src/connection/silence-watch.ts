/** A timer that comes this much too late was not asked for in time: the machine slept, or nobody looked at the page. */
const lateness = 1_000;
/** Then, what came meanwhile is read first. */
const grace = 3_000;

/**
 * Calls back once when nothing was heard for the limit. A connection that a router forgot looks open for ever; the
 * service's heartbeat is what tells the two apart.
 */
export class SilenceWatch {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Number.POSITIVE_INFINITY;

  /** Milliseconds; without a limit it never calls. Another one counts from the next `heard`. */
  limit: number | undefined;
  readonly #onSilence: () => void;

  constructor(limit: number | undefined, onSilence: () => void) {
    this.limit = limit;
    this.#onSilence = onSilence;
  }

  heard(): void {
    this.stop();
    if (this.limit === undefined) return;
    this.#due = Date.now() + this.limit;
    this.#timer = setTimeout(() => (Date.now() - this.#due > lateness ? this.soon() : this.#onSilence()), this.limit);
  }

  /** Looks at the clock: timers stand still while the machine sleeps, and are slow in a page that nobody looks at. */
  look(): void {
    if (Date.now() > this.#due) this.soon();
  }

  /** Calls back unless something is heard in a moment. */
  soon(): void {
    this.stop();
    this.#timer = setTimeout(this.#onSilence, grace);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
