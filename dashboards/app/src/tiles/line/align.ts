import type { RingBuffer } from '../../series/ring-buffer.ts';
import type { Series } from '../../series/series.ts';

/** Rows for a chart: one time, and of each series a value, `null` where its line breaks, or `undefined` where it passes. */
export interface AlignedRows {
  readonly times: number[];
  readonly columns: (number | null | undefined)[][];
}

/** Walks one series; where two points are too far apart it meets a break between them. */
class Walk {
  /** The time of the next point or break; infinity at the end. */
  next = Number.POSITIVE_INFINITY;
  private index: number;
  private isAtBreak = false;
  private readonly points: RingBuffer;
  private readonly gapLimit: number;

  constructor(series: Series, from: number) {
    this.points = series.points;
    this.gapLimit = series.gapLimit;
    // One point before the window, so that the line enters at the chart's edge.
    this.index = Math.max(0, this.points.firstFrom(from) - 1);
    if (this.index < this.points.length) this.next = this.points.timeAt(this.index);
  }

  take(): number | null {
    const { points, index } = this;
    if (this.isAtBreak) {
      this.isAtBreak = false;
      this.next = points.timeAt(index);
      return null;
    }
    const time = this.next;
    this.index = index + 1;
    this.next = this.index < points.length ? points.timeAt(this.index) : Number.POSITIVE_INFINITY;
    if (this.next - time > this.gapLimit && this.next !== Number.POSITIVE_INFINITY) {
      this.isAtBreak = true;
      this.next = time + this.gapLimit / 2;
    }
    return points.valueAt(index);
  }
}

/**
 * Puts series side by side. Values of one tick carry times some milliseconds apart; those within the tolerance share a row,
 * so that a cursor finds all of them.
 */
export function align(series: readonly Series[], from: number, tolerance: number): AlignedRows {
  const walks = series.map((one) => new Walk(one, from));
  const times: number[] = [];
  const columns: (number | null | undefined)[][] = series.map(() => []);
  for (;;) {
    let time = Number.POSITIVE_INFINITY;
    for (const { next } of walks) if (next < time) time = next;
    if (time === Number.POSITIVE_INFINITY) return { times, columns };
    times.push(time);
    for (const [i, walk] of walks.entries()) columns[i]?.push(walk.next <= time + tolerance ? walk.take() : undefined);
  }
}
