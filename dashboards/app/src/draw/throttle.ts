/**
 * Runs an action when asked, but at most once per interval. The last request of an interval runs when the interval is over.
 */
export class Throttle {
  private actedAt = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * `every` is in milliseconds. `later` is called where nothing else asks in time: it is to have `ask` called, or acts
   * itself.
   */
  constructor(
    private readonly every: number,
    private readonly action: () => void,
    private readonly later: () => void = () => this.act(),
  ) {}

  ask(): void {
    const rest = this.actedAt + this.every - performance.now();
    if (rest <= 0) this.act();
    else this.timer ??= setTimeout(() => this.wake(), rest);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private wake(): void {
    this.timer = undefined;
    this.later();
  }

  private act(): void {
    this.stop();
    this.actedAt = performance.now();
    this.action();
  }
}
