import { type BrokenTile, type Threshold, type TileConfig, type TilePlace, tileTypes, type TileType } from './board.ts';
import { isObject, Reader } from './reader.ts';
import { parseTimeSpan } from './time-span.ts';

const defaultPlaces: Readonly<Record<TileType, TilePlace>> = {
  line: { width: 6, height: 3 },
  number: { width: 2, height: 1 },
  meter: { width: 2, height: 1 },
  events: { width: 12, height: 3 },
};

/** Most rows a list shows: more would slow the page and nobody scrolls that far. */
const mostEvents = 1_000;

export function readTile(source: unknown, index: number): TileConfig | BrokenTile {
  const name = `tile ${index + 1}`;
  if (!isObject(source)) return { type: 'broken', title: name, errors: ['must be an object'], width: 6, height: 1 };

  const errors: string[] = [];
  const reader = new Reader(source, errors);
  const type = readType(reader, source['type'], errors);
  const place = type === undefined ? { width: 6, height: 2 } : defaultPlaces[type];
  const width = reader.integer('width', 1, 12) ?? place.width;
  const height = reader.integer('height', 1, 12) ?? place.height;
  const topics = reader.texts('topics') ?? [];
  if (type !== undefined && topics.length === 0 && errors.length === 0) reader.fail('topics', 'must name at least one topic');
  const title = reader.text('title') ?? topics[0] ?? name;

  const rest = {
    except: reader.texts('except') ?? [],
    area: reader.flag('area') ?? false,
    limit: reader.integer('limit', 1, mostEvents) ?? 200,
    thresholds: readThresholds(reader, errors),
    ...present({
      description: reader.text('description'),
      value: reader.text('value'),
      label: readLabel(reader),
      unit: reader.text('unit'),
      decimals: reader.integer('decimals', 0, 6),
      min: reader.number('min'),
      max: reader.number('max'),
      stale: reader.parsed('stale', 'a time span such as 00:00:10', parseTimeSpan),
    }),
  };
  checkRange(rest, reader);
  if (type === undefined || errors.length > 0) return { type: 'broken', title, errors, width, height };
  return { type, title, topics, width, height, ...rest };
}

function readType(reader: Reader, value: unknown, errors: string[]): TileType | undefined {
  if (tileTypes.includes(value as TileType)) return value as TileType;
  if (typeof value === 'string') errors.push(`“${value.slice(0, 40)}” is not a tile type; there are ${tileTypes.join(', ')}`);
  else reader.fail('type', `must be one of ${tileTypes.join(', ')}`);
  return undefined;
}

function readThresholds(reader: Reader, errors: string[]): Threshold[] {
  return (reader.list('thresholds') ?? []).flatMap((entry, i) => {
    const path = `thresholds[${i}]`;
    if (!isObject(entry)) {
      errors.push(`${path} must be an object`);
      return [];
    }
    const part = new Reader(entry, errors, `${path}.`);
    const above = part.number('above');
    const below = part.number('below');
    const level = part.oneOf('level', ['warning', 'critical'] as const) ?? 'warning';
    if ((above === undefined) === (below === undefined)) errors.push(`${path} must have above or below`);
    return [{ level, ...present({ above, below }) }];
  });
}

function readLabel(reader: Reader): TileConfig['label'] {
  const value = reader.any('label');
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  if (isObject(value) && Object.values(value).every((text) => typeof text === 'string')) return value as Record<string, string>;
  reader.fail('label', 'must be a text, or an object of a text for each topic');
  return undefined;
}

function checkRange({ min, max }: { min?: number; max?: number }, reader: Reader): void {
  if (min !== undefined && max !== undefined && min >= max) reader.fail('min', 'must be less than max');
}

/** Leaves out what is undefined, so that an absent member stays absent. */
function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
