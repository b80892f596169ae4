import { byTopic } from '../../series/series-label.ts';

/** A column to sort by: 0 is the name, then those of the board, then the time. */
export interface TableSort {
  readonly column: number;
  readonly isDescending: boolean;
}

/** A head that is clicked sorts by its column, largest numbers first; again, the other way around. */
export function nextSort(sort: TableSort | undefined, column: number): TableSort {
  if (sort?.column === column) return { column, isDescending: !sort.isDescending };
  return { column, isDescending: column > 0 };
}

/** Numbers by size, everything else by its text as people count; what is not there always stands last. */
export function compareCells(a: unknown, b: unknown, isDescending: boolean): number {
  const isMissing = (value: unknown) => value === undefined || value === null;
  if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b));
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : byTopic(cellText(a), cellText(b));
  return isDescending ? -order : order;
}

function cellText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
