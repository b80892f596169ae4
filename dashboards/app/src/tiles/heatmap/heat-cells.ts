import { niceTimeStep } from '../../chart/time-axis.ts';
import type { HeatColumn, HeatCounts } from './heat-counts.ts';

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
  /** Column by column, the lowest row first. */
  readonly counts: Uint32Array;
  readonly most: number;
}

export interface HeatRange {
  readonly from: number;
  readonly to: number;
  readonly maxColumns: number;
  readonly maxRows: number;
  readonly unit: string;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/**
 * Buckets begin at round times and values, so that cells stay what they are while the window moves, and values are counted
 * by parts of them.
 */
export function heatCells(values: HeatCounts, range: HeatRange): HeatCells {
  const { from, to } = range;
  const timeStep = niceTimeStep(Math.max(values.timeStep, (to - from) / Math.max(1, range.maxColumns)));
  const first = Math.floor(from / timeStep) * timeStep;
  const columns = Math.max(1, Math.ceil((to - first) / timeStep));
  const shown = [...values.columns].filter(([at]) => at * values.timeStep >= first && at * values.timeStep <= to);
  const { lowest, highest } = extent(shown, range);
  const finest = shown.reduce((most, [, { exponent }]) => Math.max(most, values.base ** exponent), 0);
  const valueStep = heatStep(Math.max((highest - lowest) / Math.max(1, range.maxRows), finest), values.base, range.unit);
  const low = Math.floor(lowest / valueStep + 1e-9) * valueStep;
  // The highest value belongs to the row under it when it lies on an edge.
  const rows = Math.max(1, Math.ceil((highest - low) / valueStep - 1e-9));
  const counts = new Uint32Array(columns * rows);
  let most = 0;
  for (const [at, column] of shown) {
    const place = Math.floor((at * values.timeStep - first) / timeStep) * rows;
    for (const [step, count] of column.counts) {
      const row = Math.min(
        rows - 1,
        Math.max(0, Math.floor((step * values.base ** column.exponent - low) / valueStep + 1e-9)),
      );
      const sum = (counts[place + row] ?? 0) + count;
      counts[place + row] = sum;
      most = Math.max(most, sum);
    }
  }
  return { from: first, timeStep, columns, low, valueStep, rows, counts, most };
}

/** The smallest round step that is a whole number of the steps by which values are counted. */
function heatStep(least: number, base: number, unit: string): number {
  const wanted = Math.max(least, Number.MIN_VALUE) || 1;
  const magnitude = base ** Math.floor(Math.log(wanted) / Math.log(base) + 1e-9);
  const steps = base === 10 ? [1, 2, 5, 10] : [1, 2];
  const step = (steps.find((one) => one * magnitude >= wanted * 0.999_999) ?? base) * magnitude;
  // Counts and bytes have no halves.
  return unit === 'count' || base === 2 ? Math.max(1, Math.ceil(step)) : step;
}

function extent(
  columns: readonly (readonly [number, HeatColumn])[],
  { min, max }: HeatRange,
): { lowest: number; highest: number } {
  const least = columns.reduce((low, [, column]) => Math.min(low, column.low), Number.POSITIVE_INFINITY);
  const greatest = columns.reduce((high, [, column]) => Math.max(high, column.high), Number.NEGATIVE_INFINITY);
  const lowest = min ?? (Number.isFinite(least) ? least : 0);
  const highest = Math.max(lowest, max ?? (Number.isFinite(greatest) ? greatest : lowest));
  // A constant value is one row, as high as a hundredth of it.
  return highest > lowest ? { lowest, highest } : { lowest, highest: lowest + (Math.abs(lowest) / 100 || 1) };
}
