import type { FeedGap } from '@livefeed/client';
import type { Zoom } from '../chart/zoom.ts';
import type { Drawable, DrawScheduler } from '../draw/draw-scheduler.ts';
import type { EventRouter } from '../feed/event-router.ts';
import type { SeriesStore } from '../series/series-store.ts';
import type { Theme } from '../theme/theme.ts';
import type { Rewindable } from '../time/rewindable.ts';

export interface Tile extends Drawable {
  readonly element: HTMLElement;
  /** Takes the data of a tile of the same type that read the same, in whose place it stands; called before it is drawn. */
  adopt?(before: Tile): void;
  /** Events are missing; of what has a place to say so. */
  acceptGap?(gap: FeedGap): void;
  /** Lets go of what outlives its element; called when the tile is taken off the page. */
  close?(): void;
}

/** What the page lends to its tiles. */
export interface TileContext {
  readonly store: SeriesStore;
  readonly router: EventRouter;
  readonly scheduler: DrawScheduler;
  readonly theme: Theme;
  readonly zoom: Zoom;
  /** Tiles that show more of the past than series; nothing where the page does not go back. */
  readonly rewindables?: Set<Rewindable>;
}

/** What a tile without data says: the first of what it waits for. */
export function waitingText({ topics }: { readonly topics: readonly string[] }): string {
  return `waiting for ${topics[0]}…`;
}
