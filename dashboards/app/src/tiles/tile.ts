import type { FeedGap } from '@livefeed/client/engine';
import type { Zoom } from '../chart/zoom.ts';
import type { Drawable, DrawScheduler } from '../draw/draw-scheduler.ts';
import type { EventRouter } from '../feed/event-router.ts';
import type { SeriesStore } from '../series/series-store.ts';
import type { Theme } from '../theme/theme.ts';
import type { Rewindable } from '../time/rewindable.ts';

export interface Tile extends Drawable {
  readonly element: HTMLElement;
  /** Takes the data of the tile that it replaces, which has the same type and reads the same. Called before it is drawn. */
  adopt?(before: Tile): void;
  /** Events are missing. Only tiles that can show it have this. */
  acceptGap?(gap: FeedGap): void;
  /** Ends timers, listeners and workers. Called when the tile is taken off the page. */
  close?(): void;
}

/** What a tile gets from the page. */
export interface TileContext {
  readonly store: SeriesStore;
  readonly router: EventRouter;
  readonly scheduler: DrawScheduler;
  readonly theme: Theme;
  readonly zoom: Zoom;
  /** Tiles that show more of the past than series do. Undefined on a page that does not go back in time. */
  readonly rewindables?: Set<Rewindable>;
}

/** The text of a tile without data: the first topic that it waits for. */
export function waitingText({ topics }: { readonly topics: readonly string[] }): string {
  return `waiting for ${topics[0]}…`;
}
