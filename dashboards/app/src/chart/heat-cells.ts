import type { Series } from '../series/series.ts';
import { niceStep } from './scale.ts';
import { niceTimeStep } from './time-axis.ts';

/** How often values fell into each bucket of time and value. */
export interface HeatCells {
  /** The time of the first column, and what each spans, in milliseconds. */
  readonly from: number;
  readonly timeStep: number;
  readonly columns: number;
  /** The value of the lowest row, and what each spans. */
  readonly low: number;
  readonly valueStep: number;
  readonly rows: number;
  /** Column by column, lowest row first. */
  readonly counts: Uint32Array;
  readonly most: number;
}

export interface HeatRange {
  readonly from: number;
  readonly to: number;
  readonly mostColumns: number;
  readonly mostRows: number;
  readonly unit: string;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Buckets begin at round times and values, so that cells stay what they are while the window moves. */
export function heatCells(series: readonly Series[], range: HeatRange): HeatCells {
  const { from, to, unit } = range;
  const timeStep = niceTimeStep((to - from) / Math.max(1, range.mostColumns));
  const first = Math.floor(from / timeStep) * timeStep;
  const columns = Math.max(1, Math.ceil((to - first) / timeStep));
  const { lowest, highest } = extent(series, range);
  const valueStep = niceStep(Math.max((highest - lowest) / Math.max(1, range.mostRows), Number.MIN_VALUE) || 1, unit);
  const low = Math.floor(lowest / valueStep + 1e-9) * valueStep;
  // The highest value, when it lies on an edge, belongs to the row under it.
  const rows = Math.max(1, Math.ceil((highest - low) / valueStep - 1e-9));
  const counts = new Uint32Array(columns * rows);
  let most = 0;
  for (const { points } of series) {
    for (let i = points.firstFrom(first); i < points.length && points.timeAt(i) <= to; i++) {
      const column = Math.floor((points.timeAt(i) - first) / timeStep);
      const row = Math.min(rows - 1, Math.max(0, Math.floor((points.valueAt(i) - low) / valueStep + 1e-9)));
      const at = column * rows + row;
      if (at >= counts.length) continue;
      counts[at] = (counts[at] ?? 0) + 1;
      most = Math.max(most, counts[at] ?? 0);
    }
  }
  return { from: first, timeStep, columns, low, valueStep, rows, counts, most };
}

function extent(series: readonly Series[], { from, to, min, max }: HeatRange): { lowest: number; highest: number } {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const { points } of series) {
    for (let i = points.firstFrom(from); i < points.length && points.timeAt(i) <= to; i++) {
      lowest = Math.min(lowest, points.valueAt(i));
      highest = Math.max(highest, points.valueAt(i));
    }
  }
  lowest = min ?? (Number.isFinite(lowest) ? lowest : 0);
  highest = Math.max(lowest, max ?? (Number.isFinite(highest) ? highest : lowest));
  // One value all the time is one row, as high as a hundredth of it.
  return highest > lowest ? { lowest, highest } : { lowest, highest: lowest + (Math.abs(lowest) / 100 || 1) };
}
