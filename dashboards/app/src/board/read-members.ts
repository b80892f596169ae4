import type { Column, StateLevel, StateLook, Threshold, TileConfig, TileType } from './board.ts';
import { present } from './present.ts';
import { isObject, Reader } from './reader.ts';
import { parseTimeSpan } from './time-span.ts';

/** Loading anew more often than this would be a stream made of requests. */
const shortestRefresh = 1_000;

const stateLevels: readonly StateLevel[] = ['good', 'warning', 'critical', 'neutral'];

export function readThresholds(reader: Reader, errors: string[]): Threshold[] {
  return readParts(reader, 'thresholds', errors, (part, path) => {
    const above = part.number('above');
    const below = part.number('below');
    const level = part.oneOf('level', ['warning', 'critical'] as const) ?? 'warning';
    if ((above === undefined) === (below === undefined)) errors.push(`${path} must have above or below`);
    return { level, ...present({ above, below }) };
  });
}

export function readColumns(reader: Reader, errors: string[]): Column[] {
  return readParts(reader, 'columns', errors, (part, path) => {
    const column = part.text('path');
    if (column === undefined) errors.push(`${path}.path is missing`);
    const title = part.text('title') ?? column ?? '';
    return { path: column ?? '', title, ...present({ unit: part.text('unit'), decimals: part.integer('decimals', 0, 6) }) };
  });
}

export function readStates(reader: Reader, errors: string[]): Record<string, StateLook> {
  const value = reader.any('states');
  if (value === undefined || value === null) return {};
  if (!isObject(value)) {
    reader.fail('states', 'must be an object of a state for each value');
    return {};
  }
  const states = Object.entries(value).map(([name, entry]) => {
    const path = `states.${name}`;
    if (!isObject(entry)) errors.push(`${path} must be an object`);
    const part = new Reader(isObject(entry) ? entry : {}, errors, `${path}.`);
    return [name, present({ label: part.text('label'), level: part.oneOf('level', stateLevels) })] as const;
  });
  return Object.fromEntries(states);
}

export function readLabel(reader: Reader): TileConfig['label'] {
  const value = reader.any('label');
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  if (isObject(value) && Object.values(value).every((text) => typeof text === 'string')) return value as Record<string, string>;
  reader.fail('label', 'must be a text, or an object of a text for each topic');
  return undefined;
}

/** What an image or a frame shows, and what it is called for who does not see it. */
export function readEmbed(reader: Reader, type: TileType | undefined): Pick<TileConfig, 'url' | 'alt' | 'refresh'> {
  const url = reader.parsed('url', 'an https address, or a path that begins with /', (text) => (isEmbeddable(text) ? text : undefined));
  const alt = reader.text('alt');
  const refresh = reader.parsed('refresh', 'a time span such as 00:01:00, at least a second', (text) => {
    const span = parseTimeSpan(text);
    return span !== undefined && span >= shortestRefresh ? span : undefined;
  });
  if ((type === 'image' || type === 'frame') && reader.any('url') === undefined) reader.fail('url', 'is missing');
  if (type === 'image' && alt === undefined) reader.fail('alt', 'is missing: say what the image shows');
  if (type === 'frame' && reader.any('title') === undefined) reader.fail('title', 'is missing: say what the frame shows');
  return present({ url, alt, refresh });
}

export function readZone(reader: Reader): string | undefined {
  return reader.parsed('zone', 'a time zone such as Europe/Berlin', (zone) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: zone }) && zone;
    } catch {
      return undefined;
    }
  });
}

/** `//host` is another origin, whatever it looks like; so is a backslash in the second place to a browser. */
function isEmbeddable(text: string): boolean {
  return /^\/(?![/\\])/.test(text) || (/^https:\/\/[^\s/]/i.test(text) && URL.canParse(text));
}

export function readParts<T>(reader: Reader, name: string, errors: string[], read: (part: Reader, path: string) => T): T[] {
  return (reader.list(name) ?? []).flatMap((entry, i) => {
    const path = `${name}[${i}]`;
    if (!isObject(entry)) {
      errors.push(`${path} must be an object`);
      return [];
    }
    return [read(new Reader(entry, errors, `${path}.`), path)];
  });
}
