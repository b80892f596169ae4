import type { FeedGap } from '@livefeed/client';
import type { Board, BrokenTile, TileConfig } from '../board/board.ts';
import type { Sight } from '../draw/sight.ts';
import { EventRouter } from '../feed/event-router.ts';
import type { FreshTile } from '../feed/feed.ts';
import { EventsTile } from '../tiles/events-tile.ts';
import type { Tile, TileContext } from '../tiles/tile.ts';
import { makeTile } from '../tiles/tile-types.ts';
import { BoardGrid } from './board-grid.ts';
import { element, setText } from './element.ts';
import { SectionView } from './section-view.ts';

/** A tile on the page, what it was made from, and its own router. */
interface PlacedTile {
  readonly key: string;
  readonly config: TileConfig | BrokenTile;
  readonly tile: Tile;
  readonly router: EventRouter;
}

/** A board on the page: its title and its tiles. When it is shown anew only tiles that differ are made anew. */
export class BoardView {
  private readonly title = element('h1');
  private readonly description = element('p');
  private readonly holder = element('div', { class: 'sections' });
  private readonly head: HTMLElement;
  readonly element: HTMLElement;
  private readonly grid = new BoardGrid(this.holder);
  private sections: readonly SectionView[] = [];
  private tiles: readonly PlacedTile[] = [];

  /** The controls stand in the board's head. */
  constructor(
    private readonly sight: Sight,
    /** Called with each tile that is made. */
    private readonly onMade: (tile: HTMLElement, config: TileConfig | BrokenTile) => void,
    /** Stand under it. */
    bars: readonly HTMLElement[],
    ...controls: HTMLElement[]
  ) {
    this.head = element('header', { class: 'board-head' }, this.title, this.description, ...controls);
    this.element = element('main', {}, this.head, ...bars, this.holder);
  }

  /** Returns the tiles that were made. The element must be on the page: what is laid out before has no size. */
  show(board: Board, context: TileContext): FreshTile[] {
    setText(this.title, board.title);
    setText(this.description, board.description ?? '');
    this.description.hidden = board.description === undefined;

    const before = this.tiles;
    const left = [...before];
    this.tiles = board.tiles.map((config) => {
      const key = keyOf(config);
      const at = left.findIndex((one) => one.key === key);
      const kept = at < 0 ? undefined : left.splice(at, 1)[0];
      return kept === undefined ? this.make(key, config, context) : { ...kept, config };
    });
    for (const gone of left) this.close(gone, context);
    context.store.keepOnly((topic) => context.router.wants(topic));
    this.layOut(board);
    return this.tiles.flatMap(({ tile, config, router }) =>
      config.type === 'broken' || before.some((one) => one.tile === tile) ? [] : [{ config, router }],
    );
  }

  /** In the file's order. */
  get tileElements(): readonly HTMLElement[] {
    return this.tiles.map(({ tile }) => tile.element);
  }

  /** Takes all tiles away: what they were made with is no longer right. */
  clear(context: TileContext): void {
    for (const tile of this.tiles) this.close(tile, context);
    this.tiles = [];
  }

  /** Which of the board's tiles it is; -1 when it is none of them. */
  indexOf(element: HTMLElement): number {
    return this.tiles.findIndex(({ tile }) => tile.element === element);
  }

  showGap(gap: FeedGap): void {
    for (const { tile } of this.tiles) if (tile instanceof EventsTile) tile.acceptGap(gap);
  }

  private layOut(board: Board): void {
    const before = this.sections;
    this.sections = board.sections.map((section, i) => {
      const there = before[i];
      return there !== undefined && there.title === section.title ? there : new SectionView(section, () => this.grid.fit());
    });
    this.sections.forEach((view, i) => {
      if (this.holder.children[i] !== view.element) this.holder.insertBefore(view.element, this.holder.children[i] ?? null);
    });
    let next = 0;
    const contents = this.sections.map((view, i) => {
      const tiles = (board.sections[i]?.tiles ?? []).map((config) => ({
        element: (this.tiles[next++] as PlacedTile).tile.element,
        place: config,
      }));
      return { grid: view.grid, isOpen: () => view.isOpen, tiles };
    });
    this.grid.place(contents);
    while (this.holder.children.length > this.sections.length) this.holder.lastElementChild?.remove();
    this.grid.fit();
  }

  private make(key: string, config: TileConfig | BrokenTile, context: TileContext): PlacedTile {
    const router = new EventRouter();
    const tile = makeTile(config, { ...context, router });
    context.router.add(router);
    context.scheduler.add(tile);
    this.sight.watch(tile, tile.element);
    this.onMade(tile.element, config);
    return { key, config, tile, router };
  }

  private close({ tile, router }: PlacedTile, context: TileContext): void {
    this.sight.leave(tile.element);
    context.router.remove(router);
    context.scheduler.remove(tile);
    tile.element.remove();
    tile.close?.();
  }
}

/** Two tiles of the same key are the same but for their places. */
function keyOf({ width: _, height: __, ...config }: TileConfig | BrokenTile): string {
  return JSON.stringify(config);
}
