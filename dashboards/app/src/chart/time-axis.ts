import { clockTime } from '../format/time.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Round steps of a clock, in milliseconds. */
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  day,
];

/** The shortest round step that is at least this long, in milliseconds. */
export function niceTimeStep(least: number): number {
  return steps.find((step) => step >= least) ?? Math.ceil(least / day) * day;
}

/** Round times between two, no more than fit, on the reader's own clock. */
export function timeTicks(from: number, to: number, room: number): number[] {
  const step = steps.find((one) => (to - from) / one <= Math.max(1, room)) ?? day;
  // Rounded in local time, so that steps of hours fall on the hours that a clock here shows.
  const shift = new Date(from).getTimezoneOffset() * minute;
  const times: number[] = [];
  for (let time = Math.ceil((from - shift) / step) * step + shift; time <= to; time += step) times.push(time);
  return times;
}

/** The labels of ticks, with seconds only when a tick needs them. */
export function timeLabels(times: readonly number[]): string[] {
  const needsSeconds = times.some((time) => time % minute !== 0);
  return times.map((time) => clockTime(time).slice(0, needsSeconds ? 8 : 5));
}
