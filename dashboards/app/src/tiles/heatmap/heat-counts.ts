import type { ValueCounts } from '../../feed/event-router.ts';
import { exponentFor, type HeatBase, heatBase, stepOf } from './heat-scale.ts';

/** Milliseconds. The parts of time by which values are counted. The columns of a chart are whole multiples of them. */
const timeSteps = [1_000, 5_000, 15_000, 60_000, 300_000];
/** Max parts of the window: more than a chart has columns. */
const maxColumns = 600;
/** Max steps of value of a part of time: more than a chart has rows. */
const maxSteps = 2_000;
/** Steps of the range in which the next values are likely to lie. */
const likelySteps = 400;

/** Values in each step, for one part of time. */
export interface HeatColumn {
  /** A step is this power of the base. */
  exponent: number;
  counts: Map<number, number>;
  /** The least and the greatest value. */
  low: number;
  high: number;
}

/** The part of time by which the values of a window are counted, in milliseconds. */
export const heatTimeStep = (window: number): number =>
  timeSteps.find((step) => window / step <= maxColumns) ?? (timeSteps.at(-1) as number);

/**
 * Every value of a window, counted as it comes: by parts of time, and by steps of value, which are as fine as a part of time
 * has room for. A series keeps the peaks alone, and so says nothing of how many there were.
 */
export class HeatCounts {
  readonly timeStep: number;
  /** By the number of the part of time since 1970. */
  readonly columns = new Map<number, HeatColumn>();
  private ofUnit: HeatBase = 10;

  constructor(private readonly window: number) {
    this.timeStep = heatTimeStep(window);
  }

  get base(): HeatBase {
    return this.ofUnit;
  }

  /** The unit is known with the first value. Values are counted by it from then on. */
  setUnit(unit: string): void {
    if (this.columns.size === 0) this.ofUnit = heatBase(unit);
  }

  add(time: number, value: number): void {
    const column = this.columnAt(time, value);
    column.low = Math.min(column.low, value);
    column.high = Math.max(column.high, value);
    increase(column.counts, stepOf(value, this.ofUnit, column.exponent), 1);
    while (stepOf(column.high, this.ofUnit, column.exponent) - stepOf(column.low, this.ofUnit, column.exponent) > maxSteps)
      this.coarsen(column);
  }

  /** Adds counts of the service, in steps of a power of the base. */
  addCounts({ time, from, step, counts }: ValueCounts): void {
    const first = counts.findIndex((count) => count > 0);
    if (first < 0) return;
    const last = counts.findLastIndex((count) => count > 0);
    const exponent = Math.round(Math.log(step) / Math.log(this.ofUnit));
    const at = Math.floor(time / this.timeStep);
    const column = this.columns.get(at) ?? {
      exponent,
      counts: new Map(),
      low: Number.POSITIVE_INFINITY,
      high: Number.NEGATIVE_INFINITY,
    };
    this.columns.set(at, column);
    while (column.exponent < exponent) this.coarsen(column);
    const start = Math.round(from / step);
    const factor = this.ofUnit ** (column.exponent - exponent);
    for (let i = first; i <= last; i++)
      if ((counts[i] ?? 0) > 0) increase(column.counts, Math.floor((start + i) / factor), counts[i] ?? 0);
    column.low = Math.min(column.low, (start + first) * step);
    column.high = Math.max(column.high, (start + last + 1) * step);
  }

  /** A copy that no longer changes. */
  copy(): HeatCounts {
    const other = new HeatCounts(this.window);
    other.ofUnit = this.ofUnit;
    for (const [at, column] of this.columns) other.columns.set(at, { ...column, counts: new Map(column.counts) });
    return other;
  }

  private columnAt(time: number, value: number): HeatColumn {
    const at = Math.floor(time / this.timeStep);
    let column = this.columns.get(at);
    if (column === undefined) {
      this.forget(at);
      column = { exponent: this.likelyExponent(value), counts: new Map(), low: value, high: value };
      this.columns.set(at, column);
    }
    return column;
  }

  private forget(newest: number): void {
    const oldest = newest - Math.ceil(this.window / this.timeStep) - 1;
    for (const at of this.columns.keys()) if (at < oldest) this.columns.delete(at);
  }

  private likelyExponent(value: number): number {
    let [low, high] = [value, value];
    for (const column of this.columns.values()) {
      low = Math.min(low, column.low);
      high = Math.max(high, column.high);
    }
    return exponentFor(this.ofUnit, high - low, value, likelySteps);
  }

  private coarsen(column: HeatColumn): void {
    const counts = new Map<number, number>();
    for (const [step, count] of column.counts) increase(counts, Math.floor(step / this.ofUnit), count);
    column.counts = counts;
    column.exponent++;
  }
}

function increase(counts: Map<number, number>, step: number, by: number): void {
  counts.set(step, (counts.get(step) ?? 0) + by);
}
