import type { FeedGap } from '@livefeed/client';
import type { Board } from '../board/board.ts';
import { spanText } from '../format/time.ts';
import { EventsTile } from '../tiles/events-tile.ts';
import type { Tile, TileContext } from '../tiles/tile.ts';
import { makeTile } from '../tiles/tile-types.ts';
import { BoardGrid } from './board-grid.ts';
import { element } from './element.ts';
import { zoomBar } from './zoom-bar.ts';

/** A board on the page: its title and its tiles. */
export class BoardView {
  readonly element: HTMLElement;
  private readonly grid = element('div', { class: 'grid' });
  private readonly tiles: readonly Tile[];

  constructor(
    private readonly board: Board,
    context: TileContext,
  ) {
    this.tiles = board.tiles.map((config) => makeTile(config, context));
    for (const tile of this.tiles) context.scheduler.add(tile);
    watchSight(this.tiles, context.scheduler);
    const heading = element(
      'header',
      { class: 'board-head' },
      element('h1', {}, board.title),
      board.description === undefined ? undefined : element('p', {}, board.description),
      zoomBar(context.zoom),
      element('span', { class: 'board-window' }, `last ${spanText(board.window)}`),
    );
    this.element = element('main', {}, heading, this.grid);
  }

  /** Once the element is on the page: what is laid out before has no size. */
  layOut(): void {
    new BoardGrid(this.grid, this.tiles.map(({ element: tile }) => tile), this.board.tiles).fit();
  }

  showGap(gap: FeedGap): void {
    for (const tile of this.tiles) if (tile instanceof EventsTile) tile.acceptGap(gap);
  }
}

/** What is more than a screen away is not drawn until the reader comes nearer. */
function watchSight(tiles: readonly Tile[], scheduler: TileContext['scheduler']): void {
  const byElement = new Map(tiles.map((tile) => [tile.element as Element, tile]));
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const tile = byElement.get(target);
        if (tile !== undefined) scheduler.setInSight(tile, isIntersecting);
      }
    },
    { rootMargin: '100%' },
  );
  for (const { element: tile } of tiles) observer.observe(tile);
}
