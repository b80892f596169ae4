import { maxWindow, minWindow } from '../history/resolution.ts';
import { addressSpan, spanUnits } from './span.ts';

const minute = 60_000;

/** What the reader may choose beside the board's own, in milliseconds. */
export const windows = [1, 5, 15, 60, 6 * 60, 24 * 60].map((minutes) => minutes * minute);

/** The window in an address's query, `?window=1h`. Undefined without a valid one. */
export function askedWindow(search: string): number | undefined {
  const match = /^(\d{1,6})([smhd])$/.exec(new URLSearchParams(search).get('window') ?? '');
  if (match === null) return undefined;
  const window = Number(match[1]) * (spanUnits[match[2] as string] as number);
  return window >= minWindow && window <= maxWindow ? window : undefined;
}

/** The parameters of an address that asks for a window; undefined is the board's own. */
export function windowParameters(window: number | undefined): { readonly window: string | undefined } {
  return { window: window === undefined ? undefined : addressSpan(window) };
}
