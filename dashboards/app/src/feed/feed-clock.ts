/** Long enough to meet an event that travelled fast, short enough that a corrected clock is believed within minutes. */
const period = 120_000;
/** How far ahead of the service an event may say it is, in milliseconds: producers have clocks of their own. */
const maxEventAhead = 60_000;
/** A change of this page's clock against its monotonic one that is no inaccuracy: it was set, or the machine slept. */
const clockJump = 5_000;
/** How far an answer may move the clock back, in milliseconds: this clock may be fast, but the answer may have been slow. */
const maxRise = 1_000;

/**
 * The service's time, as far as this page can tell. Event times are the service's, or their producers'; a screen whose own
 * clock is minutes off would else draw its charts empty and call every tile stale.
 */
export class FeedClock {
  /**
   * How far this page's clock is ahead, in milliseconds: the least seen in this period and in the one before. An event's
   * travel time counts in, most of all when it is replayed, so the least is the best guess.
   */
  private current = Number.POSITIVE_INFINITY;
  private previous = Number.POSITIVE_INFINITY;
  private periodFrom = performance.now();
  /** The same as the service's answers told it; infinite before the first, and once this page's clock was set. */
  private served = Number.POSITIVE_INFINITY;
  private offset = Date.now() - performance.now();

  /** Called when this page's clock was set, or the machine slept: the service is to be asked for its time. */
  onJump: () => void = () => {};

  now(): number {
    const ahead = Math.min(this.current, this.previous, this.served);
    return Date.now() - (Number.isFinite(ahead) ? ahead : 0);
  }

  /** Takes a time that the service's clock has reached. */
  observe(serviceTime: number): void {
    this.noteJump();
    this.served = Math.min(this.served + maxRise, Date.now() - serviceTime);
    // What an event said before, and cannot be.
    const least = this.served - maxEventAhead;
    if (this.current < least) this.current = this.served;
    if (this.previous < least) this.previous = this.served;
    this.take(serviceTime);
  }

  /**
   * Takes the time of an event that came. Its producer may have given it: a time far ahead of the service tells nothing of
   * the service's clock.
   */
  observeEvent(time: number): void {
    this.noteJump();
    if (this.served === Number.POSITIVE_INFINITY || Date.now() - time >= this.served - maxEventAhead) this.take(time);
  }

  private take(time: number): void {
    // Monotonic, because it is the other clock that may jump.
    const now = performance.now();
    if (now - this.periodFrom > period) {
      this.previous = this.current;
      this.current = Number.POSITIVE_INFINITY;
      this.periodFrom = now;
    }
    this.current = Math.min(this.current, Date.now() - time);
  }

  private noteJump(): void {
    const offset = Date.now() - performance.now();
    const isJump = Math.abs(offset - this.offset) > clockJump;
    this.offset = offset;
    if (!isJump) return;
    this.served = Number.POSITIVE_INFINITY;
    this.onJump();
  }
}
