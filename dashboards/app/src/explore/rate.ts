/** Seconds that a rate looks back: long enough to read, short enough to see a change. */
const seconds = 5;

/** Events a second over the last few seconds, counted by the second. Times are `performance.now()`. */
export class Rate {
  private readonly counts = new Array<number>(seconds + 1).fill(0);
  /** The second that `counts` was last brought up to. */
  private current = 0;
  private total = 0;

  add(now: number): void {
    this.moveTo(now);
    const slot = this.current % this.counts.length;
    this.counts[slot] = (this.counts[slot] ?? 0) + 1;
    this.total++;
  }

  /** `watchedFor` is how long events have been counted, in milliseconds. */
  perSecond(now: number, watchedFor: number): number {
    this.moveTo(now);
    const covered = seconds + (now / 1_000 - this.current);
    return this.total / Math.max(1, Math.min(covered, watchedFor / 1_000));
  }

  private moveTo(now: number): void {
    const second = Math.floor(now / 1_000);
    const passed = Math.min(second - this.current, this.counts.length);
    for (let i = 1; i <= passed; i++) {
      const slot = (second - passed + i) % this.counts.length;
      this.total -= this.counts[slot] ?? 0;
      this.counts[slot] = 0;
    }
    this.current = Math.max(this.current, second);
  }
}
