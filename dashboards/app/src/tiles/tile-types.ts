import type { BrokenTile as BrokenTileConfig, TileConfig, TileType } from '../board/board.ts';
import { BrokenTile } from './broken-tile.ts';
import { EventsTile } from './events-tile.ts';
import { LineTile } from './line-tile.ts';
import { MeterTile } from './meter-tile.ts';
import { NumberTile } from './number-tile.ts';
import type { Tile, TileContext, TileFactory } from './tile.ts';

type CommonType = 'line' | 'number' | 'meter' | 'events';
export type FurtherType = Exclude<TileType, CommonType>;

/** What most boards have. The other types are in `further-types.ts`, which boards that have none of them do not load. */
const commonTypes: Readonly<Record<CommonType, TileFactory>> = {
  line: (config, context) => new LineTile(config, context),
  number: (config, context) => new NumberTile(config, context),
  meter: (config, context) => new MeterTile(config, context),
  events: (config, context) => new EventsTile(config, context),
};

let factories: Readonly<Partial<Record<TileType, TileFactory>>> = commonTypes;

/** Loads what these tiles need, before any of them is made. */
export async function loadTileTypes(tiles: readonly (TileConfig | BrokenTileConfig)[]): Promise<void> {
  if (tiles.every(({ type }) => type === 'broken' || type in factories)) return;
  const { furtherTypes } = await import('./further-types.ts');
  factories = { ...commonTypes, ...furtherTypes };
}

export function makeTile(config: TileConfig | BrokenTileConfig, context: TileContext): Tile {
  if (config.type === 'broken') return new BrokenTile(config);
  const make = factories[config.type];
  if (make === undefined) throw new Error(`The tile type ${config.type} is not loaded`);
  return make(config, context);
}
