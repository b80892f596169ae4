import type { BrokenTile as BrokenTileConfig, TileConfig, TileType } from '../board/board.ts';
import { BrokenTile } from './broken-tile.ts';
import { LineTile } from './line-tile.ts';
import { NumberTile } from './number-tile.ts';
import type { Tile, TileContext, TileFactory } from './tile.ts';

type FirstType = 'line' | 'number';
export type UsualType = 'events' | 'meter';
export type FurtherType = Exclude<TileType, FirstType | UsualType>;

/** What nearly all boards have. The other types are loaded when a board has one of them. */
const firstTypes: Readonly<Record<FirstType, TileFactory>> = {
  line: (config, context) => new LineTile(config, context),
  number: (config, context) => new NumberTile(config, context),
};
const usual: ReadonlySet<string> = new Set<UsualType>(['events', 'meter']);

let factories: Readonly<Partial<Record<TileType, TileFactory>>> = firstTypes;

/** Loads what these tiles need, before any of them is made. */
export async function loadTileTypes(tiles: readonly (TileConfig | BrokenTileConfig)[]): Promise<void> {
  const missing = tiles.map(({ type }) => type).filter((type) => type !== 'broken' && !(type in factories));
  const [one, other] = await Promise.all([
    missing.some((type) => usual.has(type)) ? import('./usual-types.ts') : undefined,
    missing.some((type) => !usual.has(type)) ? import('./further-types.ts') : undefined,
  ]);
  factories = { ...factories, ...one?.usualTypes, ...other?.furtherTypes };
}

export function makeTile(config: TileConfig | BrokenTileConfig, context: TileContext): Tile {
  if (config.type === 'broken') return new BrokenTile(config);
  const make = factories[config.type];
  if (make === undefined) throw new Error(`The tile type ${config.type} is not loaded`);
  return make(config, context);
}
