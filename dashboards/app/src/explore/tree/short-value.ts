import { isObject } from '../../board/reader.ts';
import { formatText } from '../../format/units.ts';
import { visible } from '../../format/visible.ts';
import { readUnit, readValue } from '../../series/read-value.ts';

/** Characters of a value in the tree: more than its column is wide. */
const longest = 60;

/** An event's data in a few characters: its number with the unit, else its text or JSON. */
export function shortValue(data: unknown): string {
  if (data === undefined) return '';
  const value = readValue(data);
  if (value !== undefined) return formatText(value, readUnit(data) ?? '');
  const inner = isObject(data) && typeof data['value'] !== 'object' ? (data['value'] ?? data) : data;
  const text = typeof inner === 'string' ? inner : (JSON.stringify(inner) ?? '');
  return visible(text.slice(0, longest).replace(/\s+/g, ' '));
}
