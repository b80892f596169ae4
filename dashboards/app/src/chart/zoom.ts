import { Listeners } from '../dom/listeners.ts';

/** A span of time, in milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** The part of the window that all charts show at once, as times must stand under each other. */
export class Zoom {
  private shown: TimeRange | undefined;
  private readonly listeners = new Listeners();

  /** Nothing while charts show the whole window, which moves. */
  get range(): TimeRange | undefined {
    return this.shown;
  }

  set(range: TimeRange | undefined): void {
    if (range === this.shown) return;
    this.shown = range;
    this.listeners.tell();
  }

  onChange(listener: () => void, signal?: AbortSignal): void {
    this.listeners.add(listener, signal);
  }
}
