import { addressSpan, spanUnits } from './span.ts';
import { maxWindow, minWindow } from '../history/resolution.ts';
import { withParameters } from './query.ts';

const minute = 60_000;

/** What the reader may choose beside the board's own, in milliseconds. */
export const windows = [1, 5, 15, 60, 6 * 60, 24 * 60].map((minutes) => minutes * minute);

/** The window that an address's query asks for, `?window=1h`; nothing where it asks for none that can be. */
export function askedWindow(search: string): number | undefined {
  const match = /^(\d{1,6})([smhd])$/.exec(new URLSearchParams(search).get('window') ?? '');
  if (match === null) return undefined;
  const window = Number(match[1]) * (spanUnits[match[2] as string] as number);
  return window >= minWindow && window <= maxWindow ? window : undefined;
}

/** The query with another window, or with the board's own; what else it says stays. */
export function withWindow(search: string, window: number | undefined): string {
  return withParameters(search, { window: window === undefined ? undefined : addressSpan(window) });
}
