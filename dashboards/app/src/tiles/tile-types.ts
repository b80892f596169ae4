import type { BrokenTile as BrokenTileConfig, TileConfig, TileType } from '../board/board.ts';
import { BrokenTile } from './broken-tile.ts';
import { EventsTile } from './events-tile.ts';
import { LineTile } from './line-tile.ts';
import { MeterTile } from './meter-tile.ts';
import { NumberTile } from './number-tile.ts';
import type { Tile, TileContext, TileFactory } from './tile.ts';

/** Every tile type a board file may name. */
const factories: Readonly<Record<TileType, TileFactory>> = {
  line: (config, context) => new LineTile(config, context),
  number: (config, context) => new NumberTile(config, context),
  meter: (config, context) => new MeterTile(config, context),
  events: (config, context) => new EventsTile(config, context),
};

export function makeTile(config: TileConfig | BrokenTileConfig, context: TileContext): Tile {
  return config.type === 'broken' ? new BrokenTile(config) : factories[config.type](config, context);
}
