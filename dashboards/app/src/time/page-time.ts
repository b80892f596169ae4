import { Listeners } from '../dom/listeners.ts';

/** The time that the page shows: it moves on, or stands where the reader paused or went back to. */
export class PageTime {
  private end: number | undefined;
  private paused: number | undefined;
  private readonly listeners = new Listeners();

  /** `clock` is the service's time. */
  constructor(private readonly clock: () => number) {}

  /** Where charts end. */
  now(): number {
    return this.end ?? this.clock();
  }

  /** The newest that there is, whatever is shown. */
  live(): number {
    return this.clock();
  }

  get isLive(): boolean {
    return this.end === undefined;
  }

  /** When it was paused, which is also as far as lists and tables have come; nothing while it is live. */
  get pausedAt(): number | undefined {
    return this.paused;
  }

  /** Earlier than what was there when it was paused. */
  get isPast(): boolean {
    return this.end !== this.paused;
  }

  togglePause(): void {
    if (this.isLive) this.goTo(this.clock());
    else this.goLive();
  }

  /** No further than what was there when it was paused: what came since, one sees live. */
  goTo(time: number): void {
    this.paused ??= this.clock();
    const end = Math.min(time, this.paused);
    if (end === this.end) return;
    this.end = end;
    this.listeners.tell();
  }

  goLive(): void {
    if (this.isLive) return;
    this.end = undefined;
    this.paused = undefined;
    this.listeners.tell();
  }

  onChange(listener: () => void, signal?: AbortSignal): void {
    this.listeners.add(listener, signal);
  }
}
