import { readSeries, type SeriesColumns, type SeriesPage } from '@livefeed/client/queries';
import type { ValueCounts } from '../../feed/event-router.ts';
import { heatTimeStep } from './heat-counts.ts';
import { exponentFor, heatBase, stepOf } from './heat-scale.ts';

/** Max steps of value in a query: more than a chart has rows, and few enough for one answer. */
const maxSteps = 100;

export interface CountsRequest {
  readonly topics: readonly string[];
  readonly value: string | undefined;
  /** The length of the window that is shown, in milliseconds, and its end. */
  readonly window: number;
  readonly to: number;
  readonly unit: string;
  /** The least and the greatest of the values. */
  readonly low: number;
  readonly high: number;
  readonly signal: AbortSignal;
}

/** Asks the service to count the values of a window, by the same parts of time and steps of value as here. */
export async function readCounts({
  topics,
  value,
  window,
  to,
  unit,
  low,
  high,
  signal,
}: CountsRequest): Promise<{ page: SeriesPage; counts: ValueCounts[] }> {
  const timeStep = heatTimeStep(window);
  const first = Math.floor((to - window) / timeStep) * timeStep;
  const buckets = Math.ceil((to - first + 1) / timeStep);
  const base = heatBase(unit);
  let exponent = exponentFor(base, high - low, low, maxSteps);
  const bins = () => stepOf(high, base, exponent) - stepOf(low, base, exponent) + 1;
  while (bins() > maxSteps) exponent++;
  const step = base ** exponent;
  const from = stepOf(low, base, exponent) * step;
  const page = await readSeries({
    topics,
    // The last part is not over yet. Its values so far are counted.
    since: new Date(first).toISOString(),
    until: new Date(first + buckets * timeStep - 1).toISOString(),
    buckets,
    histogram: { from, to: from + bins() * step, bins: bins() },
    signal,
    ...(value === undefined ? {} : { value }),
  });
  return { page, counts: page.series.flatMap((columns) => countsOf(columns, from, step)) };
}

function countsOf({ topic, times, counts }: SeriesColumns, from: number, step: number): ValueCounts[] {
  return times.flatMap((time, i) => {
    const own = counts?.[i];
    return own == null ? [] : [{ topic, time, from, step, counts: own }];
  });
}

/** The least and the greatest value. Undefined where there are none. */
export function extentOf(series: readonly SeriesColumns[]): { low: number; high: number } | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { min, max } of series) {
    for (const value of min) low = Math.min(low, value);
    for (const value of max) high = Math.max(high, value);
  }
  return low <= high ? { low, high } : undefined;
}
