/** A span of time, in milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** The part of the window that all charts show at once, as times must stand under each other. */
export class Zoom {
  private shown: TimeRange | undefined;
  private readonly listeners: (() => void)[] = [];

  /** Nothing while charts show the whole window, which moves. */
  get range(): TimeRange | undefined {
    return this.shown;
  }

  set(range: TimeRange | undefined): void {
    if (range === this.shown) return;
    this.shown = range;
    for (const listener of this.listeners) listener();
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }
}
