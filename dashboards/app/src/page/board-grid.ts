import type { TilePlace } from '../board/board.ts';
import type { TileType } from '../tiles/generated/tile-config.ts';
import { tileDefaults } from '../tiles/generated/tile-defaults.ts';
import { type Area, gridArea, pack } from './pack.ts';

interface Placed extends TilePlace {
  readonly type: TileType | 'broken';
}

/**
 * Rows lower than this many times the text size are scrolled rather than squeezed; on a wall everything should be in sight.
 */
const leastRow = { laptop: 5.5, wall: 4.25 };
/** The height of a row when the board is longer than the screen. */
const usualRow = 6.25;
/** Higher rows than this look empty. */
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

  /** Within the holder are the grids, and what stands between them. */
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
   * Puts the tiles into their grids. One that is where it belongs is not touched: it would lose its scroll and the focus.
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

  /** Gives rows their height. Style sheets cannot: it depends on how many rows the tiles came to. */
  fit(): void {
    // The next board of a playlist is there before its turn: the page's type is that of the one that is seen.
    if (this.holder.offsetHeight === 0) return;
    const grids = this.contents.filter(({ isOpen, tiles }) => isOpen() && tiles.length > 0).map(({ grid }) => grid);
    const root = document.documentElement;
    root.style.removeProperty('--kiosk-type');
    let room = this.room(grids);
    if (room === undefined) return;
    const share = room.fitting / room.least;
    // Nobody scrolls a kiosk: its type, larger than usual, gives way.
    if (share >= smallestType && share < 1 && root.classList.contains('is-kiosk')) {
      root.style.setProperty('--kiosk-type', String(share));
      room = this.room(grids) ?? room;
    }
    const { fitting, least, textSize } = room;
    const row = fitting >= least - 0.5 ? Math.min(fitting, highestRow * textSize) : usualRow * textSize;
    const height = `${row}px`;
    if (this.holder.style.getPropertyValue('--row') !== height) this.holder.style.setProperty('--row', height);
  }

  /** How high rows would be if all were to be seen at once, and how low they may be, in pixels. */
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

/** What a tile takes of the six columns of a tablet. */
function tabletWidth({ width }: Placed): number {
  return width <= 2 ? 2 : width <= 4 ? 3 : 6;
}

/** On a phone two small tiles share a row. */
function phoneWidth({ type }: Placed): number {
  return type === 'broken' ? 2 : (tileDefaults[type].phoneWidth ?? 2);
}

/** Widths in rows of so many columns; the last tile of a row takes what the next one leaves, so that no hole remains. */
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
