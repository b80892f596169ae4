import type { RingBuffer } from '../../series/ring-buffer.ts';

/** An area of a canvas, and the times and values at its edges. */
export interface PathScale {
  readonly left: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

export interface PathTarget {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/** The least and the largest value from this point on. */
export function extentOf(points: RingBuffer, first: number): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = first; i < points.length; i++) {
    const value = points.valueAt(i);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

/**
 * Draws the points from the first one on: of those in one pixel's column the first, the least, the largest and the last,
 * which looks the same as all of them. A silence longer than the limit is a gap.
 */
export function tracePoints(
  target: PathTarget,
  points: RingBuffer,
  first: number,
  gapLimit: number,
  scale: PathScale,
): void {
  const { left, bottom, width, height, from, to, low, high } = scale;
  const perTime = width / (to - from);
  // A flat line is drawn at the bottom.
  const perValue = high > low ? height / (high - low) : 0;
  const y = (value: number) => bottom - Math.min(height, Math.max(0, (value - low) * perValue));
  let column = Number.NaN;
  let least = 0;
  let largest = 0;
  let last = 0;
  let lastTime = Number.NEGATIVE_INFINITY;
  /** Draws the rest of a column. Its first point is drawn already. */
  const endColumn = (x: number) => {
    if (least === largest) return;
    target.lineTo(x, y(least));
    target.lineTo(x, y(largest));
    target.lineTo(x, y(last));
  };
  for (let i = first; i < points.length; i++) {
    const time = points.timeAt(i);
    if (time > to) break;
    const value = points.valueAt(i);
    const x = left + Math.max(0, (time - from) * perTime);
    const own = Math.floor(x);
    if (own === column && time - lastTime <= gapLimit) {
      if (value < least) least = value;
      if (value > largest) largest = value;
      last = value;
    } else {
      if (lastTime !== Number.NEGATIVE_INFINITY) endColumn(column + 0.5);
      if (time - lastTime > gapLimit || i === first) {
        // As wide as a pixel, so that a value alone is seen.
        target.moveTo(x - 0.5, y(value));
        target.lineTo(x + 0.5, y(value));
      } else target.lineTo(x, y(value));
      column = own;
      least = largest = last = value;
    }
    lastTime = time;
  }
  if (lastTime !== Number.NEGATIVE_INFINITY) endColumn(column + 0.5);
}
