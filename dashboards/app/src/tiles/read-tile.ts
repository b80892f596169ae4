import type { BrokenTile } from '../board/board.ts';
import { omitUndefined } from '../board/omit-undefined.ts';
import { isObject, Reader } from '../board/reader.ts';
import type { TileConfig, TileType } from './generated/tile-config.ts';
import { sharedFields, tileDefaults, tileTypes } from './generated/tile-defaults.ts';
import { readShared } from './read-shared.ts';
import { definitionOf } from './tile-types.ts';

/** Reads a tile of a board file. One with a fault becomes a broken tile in its place, so that the others work. */
export function readTile(source: unknown, index: number): TileConfig | BrokenTile {
  const name = `tile ${index + 1}`;
  if (!isObject(source)) return { type: 'broken', title: name, errors: ['must be an object'], width: 6, height: 1 };

  const errors: string[] = [];
  const reader = new Reader(source, errors);
  const type = readType(reader, source['type']);
  const defaults = type === undefined ? { width: 6, height: 2 } : tileDefaults[type];
  const width = reader.integer('width', 1, 12) ?? defaults.width;
  const height = reader.integer('height', 1, 12) ?? defaults.height;
  const title = reader.text('title');
  if (type === undefined) return { type: 'broken', title: title ?? firstTopic(source) ?? name, errors, width, height };

  const config = readConfig(reader, type, title ?? name, title !== undefined);
  if (errors.length > 0) return { type: 'broken', title: config.title, errors, width, height };
  return { ...config, width, height } as TileConfig;
}

/** Reads everything but the size. The definition of the type reads the fields that only this type has. */
function readConfig(reader: Reader, type: TileType, name: string, hasTitle: boolean): Omit<TileConfig, 'width' | 'height'> {
  const definition = definitionOf(type);
  const shared = readShared(reader, sharedFields[type], tileDefaults[type].limit);
  const own = definition.read?.(reader) ?? {};
  const topics = definition.topicsOf?.(own as never) ?? reader.texts('topics') ?? [];
  if (definition.historyOf !== undefined && definition.topicsOf === undefined && topics.length === 0 && !reader.hasErrors) {
    reader.fail('topics', 'must name at least one topic');
  }
  const title = hasTitle ? name : (definition.titleOf?.(own as never) ?? topics[0] ?? name);
  const rest = omitUndefined({ description: reader.text('description') });
  return { type, title, topics, except: reader.texts('except') ?? [], ...shared, ...own, ...rest } as Omit<
    TileConfig,
    'width' | 'height'
  >;
}

function readType(reader: Reader, value: unknown): TileType | undefined {
  if (tileTypes.includes(value as TileType)) return value as TileType;
  if (typeof value === 'string')
    reader.failWhole(`“${value.slice(0, 40)}” is not a tile type; there are ${tileTypes.join(', ')}`);
  else reader.fail('type', `must be one of ${tileTypes.join(', ')}`);
  return undefined;
}

function firstTopic({ topics }: Record<string, unknown>): string | undefined {
  return Array.isArray(topics) && typeof topics[0] === 'string' ? topics[0] : undefined;
}
