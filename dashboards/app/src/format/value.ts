import { formatText } from './units.ts';
import { visible } from './visible.ts';

/** Characters of a value in a cell: more are not read there. */
const longest = 200;

/** Any JSON value as a short text. */
export function valueText(value: unknown, unit: string, decimals?: number): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'number') return formatText(value, unit, decimals);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return visible(text.length > longest ? `${text.slice(0, longest)}…` : text);
}
