import type { Series } from '../series/series.ts';

/** Rows for a chart: one time, and of each series a value, `null` where its line breaks, or `undefined` where it passes. */
export interface AlignedRows {
  readonly times: number[];
  readonly columns: (number | null | undefined)[][];
}

/** Walks one series; where two points are too far apart it meets a break between them. */
class Walk {
  private index: number;
  private breakAt: number | undefined;
  private readonly gapLimit: number;

  constructor(
    private readonly series: Series,
    from: number,
  ) {
    // One point before the window, so that the line enters at the chart's edge.
    this.index = Math.max(0, series.points.firstFrom(from) - 1);
    this.gapLimit = series.gapLimit;
  }

  /** The time of the next point or break; infinity at the end. */
  get next(): number {
    const { points } = this.series;
    return this.breakAt ?? (this.index < points.length ? points.timeAt(this.index) : Number.POSITIVE_INFINITY);
  }

  take(): number | null {
    if (this.breakAt !== undefined) {
      this.breakAt = undefined;
      return null;
    }
    const { points } = this.series;
    const at = this.index++;
    if (this.index < points.length && points.timeAt(this.index) - points.timeAt(at) > this.gapLimit) {
      this.breakAt = points.timeAt(at) + this.gapLimit / 2;
    }
    return points.valueAt(at);
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
    for (const walk of walks) time = Math.min(time, walk.next);
    if (time === Number.POSITIVE_INFINITY) return { times, columns };
    times.push(time);
    walks.forEach((walk, i) => columns[i]?.push(walk.next <= time + tolerance ? walk.take() : undefined));
  }
}
