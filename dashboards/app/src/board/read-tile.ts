import { textTopics } from '../text/text-topics.ts';
import { type BrokenTile, type TileConfig, tileTypes, type TileType } from './board.ts';
import { present } from './present.ts';
import { readForm } from './read-form.ts';
import { readColumns, readEmbed, readLabel, readStates, readThresholds, readZone } from './read-members.ts';
import { readPlan } from './read-plan.ts';
import { isObject, Reader } from './reader.ts';
import { tileDefaults } from './tile-defaults.ts';
import { parseTimeSpan } from './time-span.ts';

/** Most rows a list shows: more would slow the page and nobody scrolls that far. */
const mostRows = 1_000;

export function readTile(source: unknown, index: number): TileConfig | BrokenTile {
  const name = `tile ${index + 1}`;
  if (!isObject(source)) return { type: 'broken', title: name, errors: ['must be an object'], width: 6, height: 1 };

  const errors: string[] = [];
  const reader = new Reader(source, errors);
  const type = readType(reader, source['type'], errors);
  const usual = type === undefined ? { width: 6, height: 2, limit: 200 } : tileDefaults[type];
  const width = reader.integer('width', 1, 12) ?? usual.width;
  const height = reader.integer('height', 1, 12) ?? usual.height;
  const topics = readTopics(reader, type, errors);
  const embed = readEmbed(reader, type);
  const zone = readZone(reader);
  const title = reader.text('title') ?? usualTitle(type, zone) ?? topics[0] ?? name;

  const rest = {
    except: reader.texts('except') ?? [],
    area: reader.flag('area') ?? false,
    date: reader.flag('date') ?? true,
    limit: reader.integer('limit', 1, mostRows) ?? usual.limit,
    thresholds: readThresholds(reader, errors),
    columns: readColumns(reader, errors),
    states: readStates(reader, errors),
    ...embed,
    ...readPlan(reader, type, errors),
    ...readForm(reader, type, errors),
    ...present({
      description: reader.text('description'),
      value: reader.text('value'),
      key: reader.text('key'),
      text: readText(reader, type),
      zone,
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

/** A text names its topics where their values stand. */
function readTopics(reader: Reader, type: TileType | undefined, errors: readonly string[]): readonly string[] {
  if (type === 'text') return textTopics(typeof reader.any('text') === 'string' ? (reader.any('text') as string) : '');
  const topics = reader.texts('topics') ?? [];
  const needsNone = type === undefined || type === 'image' || type === 'frame' || type === 'clock' || type === 'form';
  if (!needsNone && topics.length === 0 && errors.length === 0) reader.fail('topics', 'must name at least one topic');
  return topics;
}

function readText(reader: Reader, type: TileType | undefined): string | undefined {
  const text = reader.text('text');
  if (type === 'text' && reader.any('text') === undefined) reader.fail('text', 'is missing');
  return text;
}

/** What needs no heading has none, and a clock is called by its city. */
function usualTitle(type: TileType | undefined, zone: string | undefined): string | undefined {
  if (type === 'text' || type === 'image') return '';
  if (type === 'form') return 'Form';
  return type === 'clock' ? (zone?.split('/').at(-1)?.replaceAll('_', ' ') ?? 'Time') : undefined;
}

function checkRange({ min, max }: { min?: number; max?: number }, reader: Reader): void {
  if (min !== undefined && max !== undefined && min >= max) reader.fail('min', 'must be less than max');
}
