/** Acts when it is asked to, but at most this often; what it was asked for last is done a moment later if nobody asks again. */
export class Pace {
  private actedAt = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `every` is in milliseconds. */
  constructor(
    private readonly every: number,
    private readonly action: () => void,
  ) {}

  ask(): void {
    // Timers of many would make a frame for each: who is asked in each frame acts in one of those.
    if (performance.now() - this.actedAt >= this.every) this.act();
    else this.timer ??= setTimeout(() => this.act(), 2 * this.every);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private act(): void {
    this.stop();
    this.actedAt = performance.now();
    this.action();
  }
}
