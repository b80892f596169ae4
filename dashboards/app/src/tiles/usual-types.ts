import '../styles/events.css';
import { EventsTile } from './events-tile.ts';
import { MeterTile } from './meter-tile.ts';
import type { TileFactory } from './tile.ts';
import type { UsualType } from './tile-types.ts';

/** The tile types that many boards have beside charts: small enough to be loaded without the further ones. */
export const usualTypes: Readonly<Record<UsualType, TileFactory>> = {
  events: (config, context) => new EventsTile(config, context),
  meter: (config, context) => new MeterTile(config, context),
};
