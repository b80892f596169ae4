import type { TilePlace } from '../board/board.ts';

/** Where a tile lies in a grid, counted from 0. */
export interface Area {
  column: number;
  row: number;
  width: number;
  height: number;
}

/**
 * Places tiles in order, each in the first free place after the one before. Then they grow into the holes. The last row may
 * stay open, unless `fillsEnd`.
 */
export function pack(places: readonly TilePlace[], columns: number, fillsEnd: boolean): Area[] {
  const taken = new Set<string>();
  const isFree = ({ column, row, width, height }: Area) =>
    cells(column, row, width, height).every((cell) => !taken.has(cell));
  const take = (area: Area) => cells(area.column, area.row, area.width, area.height).forEach((cell) => taken.add(cell));

  let [column, row] = [0, 0];
  const areas = places.map((place) => {
    const width = Math.min(place.width, columns);
    while (column + width > columns || !isFree({ column, row, width, height: place.height })) {
      if (++column + width > columns) [column, row] = [0, row + 1];
    }
    const area = { column, row, width, height: place.height };
    take(area);
    return area;
  });

  const rows = Math.max(0, ...areas.map((area) => area.row + area.height));
  for (const area of areas) {
    const isInner = area.row + area.height < rows;
    while (
      (fillsEnd || isInner) &&
      area.column + area.width < columns &&
      isFree({ ...area, column: area.column + area.width, width: 1 })
    ) {
      area.width++;
      take(area);
    }
    while (area.row + area.height < rows && isFree({ ...area, row: area.row + area.height, height: 1 })) {
      area.height++;
      take(area);
    }
  }
  return areas;
}

function cells(column: number, row: number, width: number, height: number): string[] {
  return Array.from({ length: width * height }, (_, i) => `${column + (i % width)} ${row + Math.floor(i / width)}`);
}

/** As `grid-area` has it. */
export function gridArea({ column, row, width, height }: Area): string {
  return `${row + 1} / ${column + 1} / span ${height} / span ${width}`;
}
