import { decimalsFor, formatNumber } from '../../format/number.ts';
import { formatText } from '../../format/units.ts';

/** A change as it is written: `▲ +1.2 GiB`, and as a share of what was there before. */
export interface Change {
  readonly text: string;
  readonly detail?: string;
}

/** Max percentage. A larger change is from almost nothing, and is not written as a percentage. */
const maxPercent = 999;

/** The change from one value to another. Undefined when it is too small for the digits that are shown. */
export function changeOf(before: number, now: number, unit: string, decimals?: number): Change | undefined {
  const change = now - before;
  // A difference of percentages is written without a percentage.
  const isShare = unit === '%';
  const size = formatText(Math.abs(change), isShare ? '' : unit, decimals ?? (isShare ? 1 : undefined));
  const isSeen = decimals !== undefined || Math.abs(change) >= 0.5 * 10 ** -Math.max(decimalsFor(before), decimalsFor(now));
  if (!isSeen || !/[1-9]/.test(size)) return undefined;
  const sign = change > 0 ? '+' : '\u2212';
  const text = `${change > 0 ? '▲' : '▼'}\u00a0${sign}${size}`;
  const percent = (Math.abs(change) / Math.abs(before)) * 100;
  if (isShare || !(percent >= 0.1 && percent <= maxPercent)) return { text };
  return { text, detail: `\u2002${sign}${formatNumber(percent, percent < 10 ? 1 : 0)}\u00a0%` };
}
