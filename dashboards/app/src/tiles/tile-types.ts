import type { BrokenTile as BrokenTileConfig, TileConfig, TileType } from '../board/board.ts';
import { BarsTile } from './bars-tile.ts';
import { BrokenTile } from './broken-tile.ts';
import { ClockTile } from './clock-tile.ts';
import { EventsTile } from './events-tile.ts';
import { FormTile } from './form-tile.ts';
import { FrameTile } from './frame-tile.ts';
import { HeatmapTile } from './heatmap-tile.ts';
import { ImageTile } from './image-tile.ts';
import { LineTile } from './line-tile.ts';
import { MeterTile } from './meter-tile.ts';
import { NumberTile } from './number-tile.ts';
import { PlanTile } from './plan-tile.ts';
import { SparklinesTile } from './sparklines-tile.ts';
import { StatusTile } from './status-tile.ts';
import { TableTile } from './table-tile.ts';
import { TextTile } from './text-tile.ts';
import { TimelineTile } from './timeline-tile.ts';
import type { Tile, TileContext, TileFactory } from './tile.ts';

/** Every tile type a board file may name. */
const factories: Readonly<Record<TileType, TileFactory>> = {
  line: (config, context) => new LineTile(config, context),
  number: (config, context) => new NumberTile(config, context),
  meter: (config, context) => new MeterTile(config, context),
  events: (config, context) => new EventsTile(config, context),
  bars: (config, context) => new BarsTile(config, context),
  table: (config, context) => new TableTile(config, context),
  timeline: (config, context) => new TimelineTile(config, context),
  heatmap: (config, context) => new HeatmapTile(config, context),
  status: (config, context) => new StatusTile(config, context),
  sparklines: (config, context) => new SparklinesTile(config, context),
  text: (config, context) => new TextTile(config, context),
  image: (config) => new ImageTile(config),
  frame: (config) => new FrameTile(config),
  clock: (config, context) => new ClockTile(config, context),
  plan: (config, context) => new PlanTile(config, context),
  form: (config) => new FormTile(config),
};

export function makeTile(config: TileConfig | BrokenTileConfig, context: TileContext): Tile {
  return config.type === 'broken' ? new BrokenTile(config) : factories[config.type](config, context);
}
