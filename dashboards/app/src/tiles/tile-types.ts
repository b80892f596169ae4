import type { BrokenTile as BrokenTileConfig } from '../board/board.ts';
import type { HistoryKind } from '../history/history-kind.ts';
import { BrokenTile } from './broken-tile.ts';
import type { TileConfig, TileType } from './generated/tile-config.ts';
import { definitions } from './generated/tile-definitions.ts';
import type { Tile, TileContext } from './tile.ts';
import type { TileClass, TileDefinition } from './tile-definition.ts';

const classes = new Map<TileType, TileClass>();

/** A definition takes the settings of its own type. The lookup by type makes sure of that. */
export function definitionOf(type: TileType): TileDefinition {
  return definitions[type] as unknown as TileDefinition;
}

/** Loads what these tiles need, before any of them is made. */
export async function loadTileTypes(tiles: readonly (TileConfig | BrokenTileConfig)[]): Promise<void> {
  const types = new Set(tiles.flatMap(({ type }) => (type === 'broken' || classes.has(type) ? [] : type)));
  await Promise.all([...types].map(async (type) => classes.set(type, await definitionOf(type).load())));
}

export function makeTile(config: TileConfig | BrokenTileConfig, context: TileContext): Tile {
  if (config.type === 'broken') return new BrokenTile(config);
  const TileOfType = classes.get(config.type);
  if (TileOfType === undefined) throw new Error(`The tile type ${config.type} is not loaded`);
  return new TileOfType(config, context);
}

/** How a tile's history is read; undefined where it shows no events. */
export function historyOf(config: TileConfig, window: number): HistoryKind | undefined {
  return config.topics.length === 0 ? undefined : definitionOf(config.type).historyOf?.(config, window);
}
