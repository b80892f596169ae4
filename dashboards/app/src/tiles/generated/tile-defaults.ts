// Made by `npm run compose` from the schema.json of each tile type. Change those.

import type { SharedFields } from './fields.ts';
import type { TileType } from './tile-config.ts';

export const tileTypes: readonly TileType[] = [
  'line',
  'number',
  'meter',
  'events',
  'bars',
  'table',
  'timeline',
  'heatmap',
  'status',
  'sparklines',
  'text',
  'image',
  'frame',
  'clock',
  'plan',
  'form',
];

export interface TileDefaults {
  /** Columns of twelve, and rows. */
  readonly width: number;
  readonly height: number;
  /** Columns of two, on a phone. */
  readonly phoneWidth?: number;
  /** Rows, cells or events. */
  readonly limit?: number;
}

/** What a tile has unless its file says. */
export const tileDefaults: Readonly<Record<TileType, TileDefaults>> = {
  line: { width: 6, height: 3 },
  number: { width: 2, height: 1, phoneWidth: 1 },
  meter: { width: 2, height: 1, phoneWidth: 1 },
  events: { width: 12, height: 3, limit: 200 },
  bars: { width: 4, height: 3, limit: 10 },
  table: { width: 6, height: 3, limit: 100 },
  timeline: { width: 6, height: 2, limit: 20 },
  heatmap: { width: 6, height: 3 },
  status: { width: 6, height: 3, limit: 500 },
  sparklines: { width: 12, height: 4, limit: 1000 },
  text: { width: 4, height: 2 },
  image: { width: 4, height: 3 },
  frame: { width: 6, height: 4 },
  clock: { width: 2, height: 1, phoneWidth: 1 },
  plan: { width: 6, height: 4 },
  form: { width: 4, height: 3 },
};

/** The fields that a type shares with others. */
export const sharedFields: Readonly<Record<TileType, readonly (keyof SharedFields)[]>> = {
  line: ['value', 'label', 'unit', 'decimals', 'min', 'max', 'thresholds', 'stale'],
  number: ['value', 'label', 'unit', 'decimals', 'min', 'max', 'thresholds', 'stale'],
  meter: ['value', 'label', 'unit', 'decimals', 'min', 'max', 'thresholds', 'stale'],
  events: ['limit'],
  bars: ['value', 'key', 'label', 'unit', 'decimals', 'min', 'max', 'thresholds', 'stale', 'limit'],
  table: ['value', 'key', 'label', 'unit', 'decimals', 'thresholds', 'stale', 'limit'],
  timeline: ['value', 'label', 'states', 'thresholds', 'stale', 'limit'],
  heatmap: ['value', 'label', 'unit', 'decimals', 'min', 'max', 'thresholds', 'stale'],
  status: ['value', 'key', 'label', 'unit', 'decimals', 'states', 'thresholds', 'stale', 'limit'],
  sparklines: ['value', 'key', 'label', 'unit', 'decimals', 'min', 'max', 'thresholds', 'stale', 'limit'],
  text: ['value', 'label', 'unit', 'decimals', 'stale'],
  image: ['url', 'alt', 'refresh'],
  frame: ['url', 'refresh'],
  clock: ['label'],
  plan: ['value', 'key', 'label', 'unit', 'decimals', 'states', 'thresholds', 'stale', 'url', 'alt'],
  form: [],
};
