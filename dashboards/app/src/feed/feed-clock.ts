/** Long enough to meet an event that travelled fast, short enough that a corrected clock is believed within minutes. */
const period = 120_000;

/**
 * The service's time, as far as this page can tell. Event times are the service's; a screen whose own clock is minutes off
 * would else draw its charts empty and call every tile stale.
 */
export class FeedClock {
  /**
   * How far this page's clock is ahead, in milliseconds: the least seen in this period and in the one before. An event's
   * travel time counts in, most of all when it is replayed, so the least is the best guess.
   */
  private current = Number.POSITIVE_INFINITY;
  private previous = Number.POSITIVE_INFINITY;
  private periodFrom = performance.now();

  now(): number {
    const ahead = Math.min(this.current, this.previous);
    return Date.now() - (Number.isFinite(ahead) ? ahead : 0);
  }

  /** Takes a time that the service's clock has reached. */
  observe(serviceTime: number): void {
    // Monotonic: the wall clock may jump.
    const now = performance.now();
    if (now - this.periodFrom > period) {
      this.previous = this.current;
      this.current = Number.POSITIVE_INFINITY;
      this.periodFrom = now;
    }
    this.current = Math.min(this.current, Date.now() - serviceTime);
  }
}
