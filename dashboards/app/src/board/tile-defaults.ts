import type { TilePlace, TileType } from './board.ts';

interface TileDefaults extends TilePlace {
  readonly limit: number;
}

/** What a tile takes of the grid, and how much it shows, unless the board says. */
export const tileDefaults: Readonly<Record<TileType, TileDefaults>> = {
  line: { width: 6, height: 3, limit: 200 },
  number: { width: 2, height: 1, limit: 200 },
  meter: { width: 2, height: 1, limit: 200 },
  events: { width: 12, height: 3, limit: 200 },
  bars: { width: 4, height: 3, limit: 10 },
  table: { width: 6, height: 3, limit: 100 },
  timeline: { width: 6, height: 2, limit: 20 },
  heatmap: { width: 6, height: 3, limit: 200 },
  status: { width: 6, height: 3, limit: 500 },
  sparklines: { width: 12, height: 4, limit: 1_000 },
  text: { width: 4, height: 2, limit: 200 },
  image: { width: 4, height: 3, limit: 200 },
  frame: { width: 6, height: 4, limit: 200 },
  clock: { width: 2, height: 1, limit: 200 },
  plan: { width: 6, height: 4, limit: 200 },
  form: { width: 4, height: 3, limit: 200 },
};
