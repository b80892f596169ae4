import { Listeners } from '../dom/listeners.ts';

/** The time that the page shows: the present, or the time at which the reader paused, or to which the reader went back. */
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

  /** The present, whatever is shown. */
  live(): number {
    return this.clock();
  }

  get isLive(): boolean {
    return this.end === undefined;
  }

  /** The time of the pause, up to which lists and tables are shown. Undefined while live. */
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

  /** Goes to this time, but not past the pause: later events are shown live. */
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
