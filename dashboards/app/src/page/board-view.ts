import type { Board, BrokenTile } from '../board/board.ts';
import { element, setText } from '../dom/element.ts';
import type { VisibilityObserver } from '../draw/visibility-observer.ts';
import type { TileSubscription } from '../feed/tile-subscription.ts';
import type { TileConfig } from '../tiles/generated/tile-config.ts';
import type { TileContext } from '../tiles/tile.ts';
import { BoardGrid } from './board-grid.ts';
import { PlacedTile } from './placed-tile.ts';
import { SectionView } from './section-view.ts';

/** A board on the page: its title and its tiles. When it is shown again only tiles that changed are made anew. */
export class BoardView {
  private readonly title = element('h1');
  private readonly description = element('p');
  private readonly holder = element('div', { class: 'sections' });
  private readonly head: HTMLElement;
  readonly element: HTMLElement;
  private readonly grid: BoardGrid;
  private sections: readonly SectionView[] = [];
  private tiles: readonly PlacedTile[] = [];

  /** The controls stand in the board's head. */
  constructor(
    private readonly visibility: VisibilityObserver,
    /** Called with each tile that is made. */
    private readonly onMade: (tile: HTMLElement, config: TileConfig | BrokenTile) => void,
    /** Stand under it. */
    bars: readonly HTMLElement[],
    closed: AbortSignal,
    ...controls: HTMLElement[]
  ) {
    this.grid = new BoardGrid(this.holder, closed);
    closed.addEventListener('abort', () => visibility.close(), { once: true });
    this.head = element('header', { class: 'board-head' }, this.title, this.description, ...controls);
    this.element = element('main', {}, this.head, ...bars, this.holder);
  }

  /** Returns the subscriptions of all tiles. The element must be on the page, or it has no size. */
  show(board: Board, context: TileContext): TileSubscription[] {
    setText(this.title, board.title);
    setText(this.description, board.description ?? '');
    this.description.hidden = board.description === undefined;

    const left = [...this.tiles];
    const take = (isIt: (tile: PlacedTile) => boolean) => {
      const at = left.findIndex(isIt);
      return at < 0 ? undefined : left.splice(at, 1)[0];
    };
    const kept = board.tiles.map((config) => take((one) => one.isFor(config)));
    // A tile of which only the look changed takes over the data of the old one.
    const before = board.tiles.map((config, i) =>
      kept[i] === undefined ? take((one) => one.readsFor(config, context)) : undefined,
    );
    this.tiles = board.tiles.map((config, i) => kept[i] ?? this.make(config, context, before[i]));
    for (const gone of left) this.close(gone, context);
    context.store.keepOnly((topic) => context.router.wants(topic));
    this.layOut(board);
    return this.tiles.flatMap(({ subscription }) => subscription ?? []);
  }

  /** In the file's order. */
  get tileElements(): readonly HTMLElement[] {
    return this.tiles.map(({ tile }) => tile.element);
  }

  /** Removes all tiles. */
  clear(context: TileContext): void {
    for (const tile of this.tiles) this.close(tile, context);
    this.tiles = [];
  }

  /** The index of the tile with this element; -1 when there is none. */
  indexOf(element: HTMLElement): number {
    return this.tiles.findIndex(({ tile }) => tile.element === element);
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

  private make(config: TileConfig | BrokenTile, context: TileContext, before: PlacedTile | undefined): PlacedTile {
    if (before !== undefined) this.visibility.leave(before.tile.element);
    const placed = new PlacedTile(config, context, before);
    if (before !== undefined) before.element.remove();
    this.visibility.watch(placed.tile, placed.element);
    this.onMade(placed.element, config);
    return placed;
  }

  private close(placed: PlacedTile, context: TileContext): void {
    this.visibility.leave(placed.element);
    placed.close(context);
  }
}
