/** Where cells are, in pixels of the page. */
export interface GridLayout {
  readonly columns: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** The height of all rows: more than the grid's when it scrolls. */
  readonly contentHeight: number;
  readonly textSize: number;
}

/** As multiples of the text size: the size of a cell that is easy to read, and the greatest height. */
const ease = { width: 11, height: 3.6, tallest: 12 };
const steps = [1, 0.9, 0.8, 0.7, 0.6, 0.5];
/** The smallest share of the text size that can be read. */
const leastText = 0.78;

/** The largest cells of which all fit. Where they would be too small to read, the grid scrolls. */
export function layOutGrid(count: number, width: number, height: number, textSize: number): GridLayout {
  let layout = attempt(count, width, height, textSize, 1);
  for (const step of steps) {
    layout = attempt(count, width, height, textSize, step);
    if (layout.contentHeight <= height) break;
  }
  return layout;
}

function attempt(count: number, width: number, height: number, textSize: number, step: number): GridLayout {
  const most = Math.max(1, Math.floor(width / (ease.width * textSize * step)));
  const rows = Math.max(1, Math.ceil(count / most));
  // Few cells are spread over the width.
  const columns = Math.max(1, Math.min(most, count));
  const least = ease.height * textSize * step;
  const cellHeight = Math.floor(Math.max(least, Math.min(height / rows, ease.tallest * textSize)));
  const size = Math.max(leastText, Math.sqrt(step)) * textSize;
  return { columns, cellWidth: width / columns, cellHeight, contentHeight: rows * cellHeight, textSize: size };
}

/** The place of the cell at a point of the content; there may be no cell. */
export function placeAt({ columns, cellWidth, cellHeight }: GridLayout, x: number, y: number): number {
  const column = Math.min(columns - 1, Math.floor(x / cellWidth));
  return Math.floor(y / cellHeight) * columns + column;
}

/** The first place in sight, and the one after the last. */
export function placesInSight(
  { columns, cellHeight }: GridLayout,
  top: number,
  height: number,
  count: number,
): [number, number] {
  return [Math.floor(top / cellHeight) * columns, Math.min(count, Math.ceil((top + height) / cellHeight) * columns)];
}
