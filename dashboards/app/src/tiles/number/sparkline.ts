import { fitCanvas } from '../../chart/fit-canvas.ts';
import type { Series } from '../../series/series.ts';

export interface SparklineStyle {
  readonly from: number;
  readonly to: number;
  readonly colour: string;
  /** In pixels of the page. */
  readonly lineWidth: number;
}

/** A small line without axes, over the whole canvas; its height spans what the values do. */
export class Sparkline {
  readonly canvas = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d');

  constructor() {
    this.canvas.setAttribute('aria-hidden', 'true');
  }

  draw(series: Series, { from, to, colour, lineWidth }: SparklineStyle): void {
    const { context } = this;
    const size = fitCanvas(this.canvas);
    if (context === null || size === undefined) return;
    const { width, height, ratio } = size;
    context.clearRect(0, 0, width, height);

    const first = Math.max(0, series.points.firstFrom(from) - 1);
    const { low, high } = extent(series, first);
    const inset = 2 * lineWidth * ratio;
    const x = (time: number) => ((time - from) / (to - from)) * width;
    // A flat line is drawn at the bottom.
    const y = (value: number) => height - inset - (high > low ? (value - low) / (high - low) : 0) * (height - 2 * inset);

    context.lineWidth = lineWidth * ratio;
    context.lineJoin = 'round';
    context.lineCap = 'round';
    context.strokeStyle = colour;
    context.fillStyle = colour;
    for (const [start, end] of pieces(series, first)) {
      const path = new Path2D();
      for (let i = start; i < end; i++) path.lineTo(x(series.points.timeAt(i)), y(series.points.valueAt(i)));
      // A single value is a line without length, of which the round caps are seen.
      if (end - start === 1) path.lineTo(x(series.points.timeAt(start)), y(series.points.valueAt(start)));
      context.stroke(path);
      path.lineTo(x(series.points.timeAt(end - 1)), height);
      path.lineTo(x(series.points.timeAt(start)), height);
      context.globalAlpha = 0.1;
      context.fill(path);
      context.globalAlpha = 1;
    }
  }
}

function extent({ points }: Series, first: number): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = first; i < points.length; i++) {
    low = Math.min(low, points.valueAt(i));
    high = Math.max(high, points.valueAt(i));
  }
  return { low, high };
}

/** The runs of points without a gap between them, as index ranges. */
function* pieces({ points, gapLimit }: Series, first: number): Generator<[number, number]> {
  let start = first;
  for (let i = first + 1; i < points.length; i++) {
    if (points.timeAt(i) - points.timeAt(i - 1) <= gapLimit) continue;
    yield [start, i];
    start = i;
  }
  if (start < points.length) yield [start, points.length];
}
