import { isBinary } from '../format/units.ts';

/** Round steps within one order of magnitude. */
const decimalSteps = [1, 2, 2.5, 5, 10];
const binarySteps = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024];

/** The smallest round step that is at least this large. Powers of two for bytes. */
export function niceStep(least: number, unit: string): number {
  const [base, steps] = isBinary(unit) ? ([1_024, binarySteps] as const) : ([10, decimalSteps] as const);
  const magnitude = base ** Math.floor(Math.log(least) / Math.log(base));
  const step = (steps.find((one) => one * magnitude >= least * 0.999_999) ?? base) * magnitude;
  // Counts and bytes have no halves.
  return unit === 'count' || isBinary(unit) ? Math.max(1, Math.ceil(step)) : step;
}

/** Ticks that an axis aims for. */
const ticks = 4;

/** No axis goes farther from zero, so that what is reckoned with its ends does not overflow. */
const farthest = 1e300;
const within = (value: number) => Math.min(farthest, Math.max(-farthest, value));

/** Whether there are enough doubles between these for ticks, each of which is larger than the one before. */
const isDivisible = (low: number, high: number) => high - low > Math.max(1 / farthest, Math.max(-low, high) * 1e-12);

/**
 * The range of an axis: from zero unless there are negative values, and up to a whole step, so that it stays put while
 * values wander. What the board fixes is kept.
 */
export function axisRange(lowest: number, highest: number, unit: string, min?: number, max?: number): [number, number] {
  const low = within(min ?? Math.min(0, lowest));
  const high = within(max ?? Math.max(low, highest));
  const span = high - low;
  // One more than a large number may be the same number.
  if (!isDivisible(low, high)) return [low, low + Math.max(1, Math.abs(low) / 100)];
  const step = niceStep(span / ticks, unit);
  // Some room above the line. A fixed end needs none.
  const top = max === undefined ? Math.ceil((high + span * 0.02) / step) * step : high;
  const bottom = min === undefined ? Math.floor(low / step) * step : low;
  return [bottom, top];
}

/** The smallest step that fits and ends on both ends, if there is one not much larger; else the smallest that fits. */
function tickStep(span: number, room: number, unit: string): number {
  const smallest = niceStep(span / room, unit);
  for (let step = smallest; step <= smallest * 2.5; step = niceStep(step * 1.01, unit)) {
    if (Math.abs(span / step - Math.round(span / step)) < 1e-6) return step;
  }
  return smallest;
}

/** The ticks of an axis that has room for this many steps. */
export function axisTicks(low: number, high: number, room: number, unit: string): { values: number[]; step: number } {
  if (!isDivisible(low, high)) return { values: [low, high], step: 1 };
  const step = tickStep(high - low, Math.max(1, Math.min(room, 5)), unit);
  const values: number[] = [];
  // `|| 0` because a rounded-up small negative number is minus zero.
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) values.push(i * step || 0);
  return { values, step };
}
