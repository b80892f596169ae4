import type { TilePlace } from '../board/board.ts';

interface Placed extends TilePlace {
  readonly type: string;
}

/** Rows lower than this many times the text size are scrolled rather than squeezed; on a wall everything should be in sight. */
const leastRow = { laptop: 5.5, wall: 4.25 };
/** What a row is when the board is longer than the screen. */
const usualRow = 6.25;
/** Higher rows than this look empty. */
const highestRow = 14;
const wallWidth = 1_920;

/** Lays tiles out: places by the board's columns, and rows as high as fill the screen when the tiles fit on it. */
export class BoardGrid {
  constructor(
    private readonly grid: HTMLElement,
    tiles: readonly HTMLElement[],
    places: readonly Placed[],
  ) {
    const tablet = fillRows(places.map(tabletWidth), 6);
    const phone = fillRows(places.map(phoneWidth), 2);
    places.forEach((place, i) => {
      const element = tiles[i];
      if (element === undefined) return;
      element.style.setProperty('--columns', String(place.width));
      element.style.setProperty('--columns-tablet', String(tablet[i]));
      element.style.setProperty('--columns-phone', String(phone[i]));
      element.style.setProperty('--rows', String(place.height));
      grid.append(element);
    });
    new ResizeObserver(() => this.fit()).observe(document.documentElement);
    addEventListener('resize', () => this.fit());
  }

  /** Gives rows their height. Style sheets cannot: it depends on how many rows the tiles came to. */
  fit(): void {
    const style = getComputedStyle(this.grid);
    const rows = style.gridTemplateRows.split(' ').length;
    const gap = Number.parseFloat(style.rowGap);
    const textSize = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const top = this.grid.getBoundingClientRect().top + scrollY;
    const below = Number.parseFloat(getComputedStyle(document.body).paddingBottom);
    const fitting = Math.floor((innerHeight - top - below - gap * (rows - 1)) / rows);
    const least = innerWidth >= wallWidth ? leastRow.wall : leastRow.laptop;
    const row = fitting >= least * textSize ? Math.min(fitting, highestRow * textSize) : usualRow * textSize;
    const height = `${row}px`;
    if (this.grid.style.getPropertyValue('--row') !== height) this.grid.style.setProperty('--row', height);
  }
}

/** What a tile takes of the six columns of a tablet. */
function tabletWidth({ width }: Placed): number {
  return width <= 2 ? 2 : width <= 4 ? 3 : 6;
}

/** On a phone two small tiles share a row. */
function phoneWidth({ type }: Placed): number {
  return type === 'number' || type === 'meter' || type === 'clock' ? 1 : 2;
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
