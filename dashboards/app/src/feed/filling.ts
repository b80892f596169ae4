import type { TileConfig } from '../board/board.ts';

/** How a tile's history is read: no more of it than the tile shows. */
export type Filling = 'list' | 'latest' | 'states' | 'course' | 'counts' | 'wall' | 'window';

/** Up to this window the courses of values are read event by event: charts have a place for each. */
const fineWindow = 10 * 60_000;
const courses: ReadonlySet<string> = new Set(['line', 'number', 'meter']);
const latest: ReadonlySet<string> = new Set(['bars', 'table', 'status', 'plan', 'text']);

export function fillingOf({ type, key }: TileConfig, window: number): Filling {
  if (type === 'events') return 'list';
  if (type === 'timeline') return 'states';
  // Rows of their own in the events' data have no series.
  if (latest.has(type) || (type === 'sparklines' && key !== undefined && window > fineWindow)) return 'latest';
  if (window <= fineWindow) return 'window';
  if (type === 'heatmap') return 'counts';
  return courses.has(type) ? 'course' : type === 'sparklines' ? 'wall' : 'window';
}
