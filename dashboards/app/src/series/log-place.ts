import { isNews } from '@livefeed/client/engine';

/**
 * Where the last event of a topic or row stands. History and stream may overlap, so an event is new when it came after that
 * one: by their places in the log, as the service goes by, where both are known. A time is a producer's: it may be ahead,
 * and what comes next is the latest even so.
 */
export class LogPlace {
  private time = Number.NEGATIVE_INFINITY;
  private position: string | undefined;

  /** Whether the event is new, which makes it the last one. */
  pass(time: number, position: string | undefined): boolean {
    if (!(position && this.position ? isNews(position, this.position) : time >= this.time)) return false;
    this.time = time;
    this.position = position ?? this.position;
    return true;
  }

  /** Whatever comes next is new. */
  forget(): void {
    this.time = Number.NEGATIVE_INFINITY;
    this.position = undefined;
  }
}
