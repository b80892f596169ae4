import '../styles/bars.css';
import '../styles/embed.css';
import '../styles/form.css';
import '../styles/markdown.css';
import '../styles/plan.css';
import '../styles/status.css';
import '../styles/table.css';
import '../styles/wall.css';
import { BarsTile } from './bars-tile.ts';
import { ClockTile } from './clock-tile.ts';
import { FormTile } from './form-tile.ts';
import { FrameTile } from './frame-tile.ts';
import { HeatmapTile } from './heatmap-tile.ts';
import { ImageTile } from './image-tile.ts';
import { PlanTile } from './plan-tile.ts';
import { SparklinesTile } from './sparklines-tile.ts';
import { StatusTile } from './status-tile.ts';
import { TableTile } from './table-tile.ts';
import { TextTile } from './text-tile.ts';
import type { TileFactory } from './tile.ts';
import type { FurtherType } from './tile-types.ts';
import { TimelineTile } from './timeline-tile.ts';

/** The tile types that a page loads when a board has one of them. */
export const furtherTypes: Readonly<Record<FurtherType, TileFactory>> = {
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
