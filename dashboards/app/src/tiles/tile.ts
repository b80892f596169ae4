import type { BrokenTile, TileConfig } from '../board/board.ts';
import type { Drawable, DrawScheduler } from '../draw/draw-scheduler.ts';
import type { EventRouter } from '../feed/event-router.ts';
import type { SeriesStore } from '../series/series-store.ts';
import type { Theme } from '../page/theme.ts';

export interface Tile extends Drawable {
  readonly element: HTMLElement;
  /** Lets go of what outlives the element. */
  dispose?(): void;
}

/** What the page lends to its tiles. */
export interface TileContext {
  readonly store: SeriesStore;
  readonly router: EventRouter;
  readonly scheduler: DrawScheduler;
  readonly theme: Theme;
}

export type TileFactory<C extends TileConfig | BrokenTile = TileConfig> = (config: C, context: TileContext) => Tile;

/** What a tile without data says: the first of what it waits for. */
export function waitingText(config: TileConfig): string {
  return `waiting for ${config.topics[0]}…`;
}
