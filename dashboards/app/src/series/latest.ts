import type { FeedEvent } from '@livefeed/client/engine';
import { LogPlace } from './log-place.ts';

/** Intervals from which the usual one is computed. */
const keptIntervals = 8;

/** The latest event of one row, and how regularly its events come. */
export class Latest {
  data: unknown = undefined;
  time = Number.NEGATIVE_INFINITY;
  readonly place = new LogPlace();
  private readonly intervals: number[] = [];

  constructor(
    readonly topic: string,
    /** Its name beside its topic. Empty for the topic's only row. */
    readonly key: string,
  ) {}

  /** False when the event came before what is there: history and stream may overlap. */
  take({ data, time, position }: FeedEvent): boolean {
    if (!this.place.pass(time, position)) return false;
    if (time > this.time && Number.isFinite(this.time)) this.intervals.push(time - this.time);
    if (this.intervals.length > keptIntervals) this.intervals.shift();
    this.data = data;
    this.time = time;
    return true;
  }

  get lastTime(): number {
    return this.time;
  }

  get interval(): number | undefined {
    return regularInterval(this.intervals);
  }
}

/** The usual interval of regular events. Undefined for irregular events, of which silence says nothing. */
export function regularInterval(intervals: readonly number[]): number | undefined {
  if (intervals.length < 3) return undefined;
  const median = [...intervals].sort((a, b) => a - b)[intervals.length >> 1] as number;
  const usual = intervals.filter((interval) => interval >= median / 3 && interval <= median * 3);
  // A late or lost event does not make a series irregular.
  return usual.length >= 0.75 * intervals.length ? median : undefined;
}
