import type { TilePlace } from '../board/board.ts';
import type { TileType } from '../tiles/generated/tile-config.ts';
import { tileDefaults } from '../tiles/generated/tile-defaults.ts';
import { type Area, gridArea, pack } from './pack.ts';

interface Placed extends TilePlace {
  readonly type: TileType | 'broken';
}

/**
 * The least height of a row, as a multiple of the text size. A board of lower rows scrolls. A wall has lower rows, so that
 * all is in sight.
 */
const leastRow = { laptop: 5.5, wall: 4.25 };
/** The height of a row when the board is longer than the screen. */
const usualRow = 6.25;
/** The greatest height of a row. Higher rows look empty. */
const highestRow = 14;
const wallWidth = 1_920;
/** The smallest share of a kiosk's type. Smaller type cannot be read from across a room, so the board scrolls instead. */
const smallestType = 0.7;

/** Tiles of one grid, in order. */
export interface GridContent {
  readonly grid: HTMLElement;
  /** Whether it is in sight. */
  isOpen(): boolean;
  readonly tiles: readonly { readonly element: HTMLElement; readonly place: Placed }[];
}

/** Lays tiles out: places by the board's columns, and rows as high as fill the screen when the tiles fit on it. */
export class BoardGrid {
  private contents: readonly GridContent[] = [];

  /** The holder has the grids, and the headings between them. */
  constructor(
    private readonly holder: HTMLElement,
    closed: AbortSignal,
  ) {
    const observer = new ResizeObserver(() => this.fit());
    observer.observe(document.documentElement);
    // It is laid out again when it is shown.
    observer.observe(holder);
    addEventListener('resize', () => this.fit(), { signal: closed });
    closed.addEventListener('abort', () => observer.disconnect(), { once: true });
  }

  /**
   * Puts the tiles into their grids. A tile that is in its place is not touched: it would lose its scroll position and the
   * focus.
   */
  place(contents: readonly GridContent[]): void {
    this.contents = contents;
    for (const { grid, tiles } of contents) {
      const places = tiles.map(({ place }) => place);
      const wide = pack(places, 12, false);
      const tablet = pack(
        places.map((place) => ({ ...place, width: tabletWidth(place) })),
        6,
        true,
      );
      const phone = fillRows(places.map(phoneWidth), 2);
      tiles.forEach(({ element }, i) => {
        element.style.setProperty('--area', gridArea(wide[i] as Area));
        element.style.setProperty('--area-tablet', gridArea(tablet[i] as Area));
        element.style.setProperty('--columns-phone', String(phone[i]));
        if (grid.children[i] !== element) grid.insertBefore(element, grid.children[i] ?? null);
      });
      while (grid.children.length > tiles.length) grid.lastElementChild?.remove();
    }
  }

  /** Sets the height of rows. It depends on the number of rows, which style sheets do not know. */
  fit(): void {
    // The next board of a playlist is hidden before its turn, and does not set the page's type.
    if (this.holder.offsetHeight === 0) return;
    const grids = this.contents.filter(({ isOpen, tiles }) => isOpen() && tiles.length > 0).map(({ grid }) => grid);
    const root = document.documentElement;
    root.style.removeProperty('--kiosk-type');
    let room = this.room(grids);
    if (room === undefined) return;
    const share = room.fitting / room.least;
    // Nobody scrolls a kiosk, so its type is made smaller instead.
    if (share >= smallestType && share < 1 && root.classList.contains('is-kiosk')) {
      root.style.setProperty('--kiosk-type', String(share));
      room = this.room(grids) ?? room;
    }
    const { fitting, least, textSize } = room;
    const row = fitting >= least - 0.5 ? Math.min(fitting, highestRow * textSize) : usualRow * textSize;
    const height = `${row}px`;
    if (this.holder.style.getPropertyValue('--row') !== height) this.holder.style.setProperty('--row', height);
  }

  /** The height of rows at which all fit on the screen, and their least height, in pixels. */
  private room(grids: readonly HTMLElement[]): { fitting: number; least: number; textSize: number } | undefined {
    if (grids[0] === undefined) return undefined;
    const rowsOf = (grid: HTMLElement) => getComputedStyle(grid).gridTemplateRows.split(' ').length;
    const rows = grids.reduce((sum, grid) => sum + rowsOf(grid), 0);
    const gap = Number.parseFloat(getComputedStyle(grids[0]).rowGap);
    const textSize = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const top = this.holder.getBoundingClientRect().top + scrollY;
    const below = Number.parseFloat(getComputedStyle(document.body).paddingBottom);
    const between = this.holder.offsetHeight - grids.reduce((sum, grid) => sum + grid.offsetHeight, 0);
    const fitting = Math.floor((innerHeight - top - below - between - gap * (rows - grids.length)) / rows);
    return { fitting, least: (innerWidth >= wallWidth ? leastRow.wall : leastRow.laptop) * textSize, textSize };
  }
}

/** The width of a tile on a tablet, of six columns. */
function tabletWidth({ width }: Placed): number {
  return width <= 2 ? 2 : width <= 4 ? 3 : 6;
}

/** On a phone two small tiles share a row. */
function phoneWidth({ type }: Placed): number {
  return type === 'broken' ? 2 : (tileDefaults[type].phoneWidth ?? 2);
}

/** The widths of tiles that fill rows of this many columns. The last tile of a row takes the rest of the row. */
export function fillRows(widths: readonly number[], columns: number): number[] {
  const filled: number[] = [];
  let used = 0;
  widths.forEach((width, i) => {
    const next = widths[i + 1] ?? columns;
    const isLast = used + width + next > columns;
    filled.push(isLast ? columns - used : width);
    used = isLast ? 0 : used + width;
  });
  return filled;
}
