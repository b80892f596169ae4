import type { TileConfig } from '../src/board/board.ts';

/** A tile as a board file would give it, with what the test cares about set. */
export function tileConfig(settings: Partial<TileConfig> = {}): TileConfig {
  return {
    type: 'line', title: 'tile', topics: ['a/*'], except: [], width: 6, height: 3, area: false, thresholds: [], limit: 200,
    columns: [], states: {}, date: true, aspect: 1.6, shapes: [], places: {}, fields: [], ...settings,
  };
}
