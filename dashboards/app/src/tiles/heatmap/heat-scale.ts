import { isBinary } from '../../format/units.ts';

/**
 * Values are counted in steps of a power of ten, or of two for bytes: every step that a chart shows is a whole number of
 * those.
 */
export type HeatBase = 2 | 10;

export const heatBase = (unit: string): HeatBase => (isBinary(unit) ? 2 : 10);

/** The exponent of a step for a single value, below that of the value. */
const share: Readonly<Record<HeatBase, number>> = { 10: 9, 2: 30 };

/** The exponent of the smallest step of which the range has at most `most`. */
export function exponentFor(base: HeatBase, range: number, value: number, most: number): number {
  const log = (of: number) => Math.log(of) / Math.log(base);
  const least = Math.floor(log(Math.abs(value) || 1)) - share[base];
  return range > 0 ? Math.max(Math.ceil(log(Math.min(range, Number.MAX_VALUE) / most) - 1e-9), least) : least;
}

/** The number of the step that a value is in. A rounding error of a script does not change it. */
export function stepOf(value: number, base: HeatBase, exponent: number): number {
  const steps = value / base ** exponent;
  return Math.floor(steps + Math.abs(steps) * 1e-15 + 1e-9);
}
