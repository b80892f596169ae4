import { isObject } from '../board/reader.ts';
import { readUnit } from '../series/read-value.ts';
import { guessUnit } from './guess-unit.ts';

/** How an event can be drawn: as numbers over time, as a state, or only as the event itself. */
export type Shape =
  | { readonly kind: 'numbers'; readonly numbers: readonly NumberMember[] }
  | { readonly kind: 'state'; readonly state: string }
  | { readonly kind: 'other' };

export interface NumberMember {
  /** Dotted path in the data, of which a name may have dots itself; empty for the data itself or its `value`. */
  readonly path: string;
  readonly value: number;
  readonly unit: string;
}

/** Numbers that one event shows at most. */
const maxNumbers = 32;
/** Longer texts are messages, not states. */
const maxState = 40;

/** Members that name or date something are not drawn. */
const notMeasured = /(^|[._-])(id|time|timestamp|ts|date|version)$|(Id|ID|Time|Timestamp|At|Date)$/;

export function shapeOf(data: unknown): Shape {
  const value = isObject(data) && 'value' in data ? data['value'] : data;
  if (isNumber(value)) return { kind: 'numbers', numbers: [{ path: '', value, unit: readUnit(data) ?? '' }] };
  if (typeof value === 'boolean') return { kind: 'state', state: String(value) };
  if (typeof value === 'string') {
    return value.length > 0 && value.length <= maxState ? { kind: 'state', state: value } : { kind: 'other' };
  }
  const within = value === data ? '' : 'value.';
  const numbers = isObject(value) ? members(value, within, readUnit(data)) : [];
  return numbers.length > 0 ? { kind: 'numbers', numbers: numbers.slice(0, maxNumbers) } : { kind: 'other' };
}

/** The numbers of an object and of the objects in it. */
function members(
  source: Record<string, unknown>,
  prefix: string,
  unit: string | undefined,
  isInner = false,
): NumberMember[] {
  return Object.entries(source).flatMap(([name, value]) => {
    const path = prefix + name;
    if (isNumber(value)) return notMeasured.test(path) ? [] : [{ path, value, unit: unit ?? guessUnit(name) }];
    // Two levels are enough to be useful; more are rarely measurements.
    return !isInner && isObject(value) ? members(value, `${path}.`, unit, true) : [];
  });
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
