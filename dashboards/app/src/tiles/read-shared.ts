import { omitUndefined } from '../board/omit-undefined.ts';
import type { Reader } from '../board/reader.ts';
import { parseTimeSpan } from '../board/time-span.ts';
import type { SharedFields, StateStyle, Threshold } from './generated/fields.ts';
import type { StateLevel } from './level.ts';

/** Max rows of a list: more would slow the page, and nobody scrolls that far. */
const maxRows = 1_000;
/** Milliseconds. Loading anew more often than this would be a stream made of requests. */
const minRefresh = 1_000;

const stateLevels: readonly StateLevel[] = ['good', 'warning', 'critical', 'neutral'];

type Readers = { readonly [Name in keyof Required<SharedFields>]: (reader: Reader) => SharedFields[Name] | undefined };

const readers: Readers = {
  value: (reader) => reader.text('value'),
  key: (reader) => reader.text('key'),
  states: (reader) => reader.map('states', 'an object of a state for each value', readState),
  url: (reader) =>
    reader.parsed('url', 'an https address, or a path that begins with /', (text) =>
      isEmbeddable(text) ? text : undefined,
    ),
  alt: (reader) => reader.text('alt'),
  refresh: (reader) => reader.parsed('refresh', 'a time span such as 00:01:00, at least a second', readRefresh),
  unit: (reader) => reader.text('unit'),
  decimals: (reader) => reader.integer('decimals', 0, 6),
  label: readLabel,
  min: (reader) => reader.number('min'),
  max: (reader) => reader.number('max'),
  thresholds: readThresholds,
  stale: (reader) => reader.parsed('stale', 'a time span such as 00:00:10', parseTimeSpan),
  limit: (reader) => reader.integer('limit', 1, maxRows),
};

/** Reads the fields of these names. Fields that the file leaves out are absent, except `limit`. */
export function readShared(
  reader: Reader,
  names: readonly (keyof SharedFields)[],
  limit: number | undefined,
): Partial<SharedFields> {
  const read = omitUndefined(
    Object.fromEntries(names.map((name) => [name, readers[name](reader)])),
  ) as Partial<SharedFields>;
  const { min, max } = read;
  if (min !== undefined && max !== undefined && min >= max) reader.fail('min', 'must be less than max');
  return names.includes('limit') && read.limit === undefined && limit !== undefined ? { ...read, limit } : read;
}

export function readThresholds(reader: Reader): Threshold[] {
  return reader.parts('thresholds', (part) => {
    const above = part.number('above');
    const below = part.number('below');
    const level = part.oneOf('level', ['warning', 'critical'] as const) ?? 'warning';
    if ((above === undefined) === (below === undefined)) part.failWhole('must have above or below');
    return { level, ...omitUndefined({ above, below }) };
  });
}

function readState(part: Reader): StateStyle {
  return omitUndefined({ label: part.text('label'), level: part.oneOf('level', stateLevels) });
}

function readLabel(reader: Reader): SharedFields['label'] {
  const value = reader.any('label');
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  const isMap =
    typeof value === 'object' && !Array.isArray(value) && Object.values(value).every((text) => typeof text === 'string');
  if (isMap) return value as Record<string, string>;
  reader.fail('label', 'must be a text, or an object of a text for each topic');
  return undefined;
}

function readRefresh(text: string): number | undefined {
  const span = parseTimeSpan(text);
  return span !== undefined && span >= minRefresh ? span : undefined;
}

/** `//host` is another origin, and so is `/\host` to a browser. */
function isEmbeddable(text: string): boolean {
  return /^\/(?![/\\])/.test(text) || (/^https:\/\/[^\s/]/.test(text) && URL.canParse(text));
}
