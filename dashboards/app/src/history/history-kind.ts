import type { TileSubscription } from '../feed/tile-subscription.ts';
import type { EventSelection } from './event-selection.ts';
import type { HistoryQuery } from './history-query.ts';
import { keysQuery, latestQuery, listQuery } from './latest-query.ts';
import { isFine } from './resolution.ts';
import { chartFill, seriesQuery } from './series-query.ts';
import { windowQuery } from './window-query.ts';

/** How a tile's history is read: no more of it than the tile shows. */
export interface HistoryKind {
  readonly name: string;
  /** Kinds of a lower rank are asked for first. */
  readonly rank: number;
  /** Which tiles one query is for: all of the kind, those that show the same value, or one. */
  readonly together: 'all' | 'by value' | 'one';
  /** It reads the window. The last event before the window is then read as well. */
  readonly isWindow: boolean;
  /** The query for these tiles. `path` is the path of their value, where they ask together by value. */
  query(tiles: readonly TileSubscription[], path: string | undefined): HistoryQuery;
}

/** The newest events. */
export const listKind: HistoryKind = { name: 'list', rank: 0, together: 'one', isWindow: false, query: listQuery };

const topicsKind: HistoryKind = { name: 'latest', rank: 1, together: 'all', isWindow: false, query: latestQuery };
const keysKind: HistoryKind = { name: 'keys', rank: 2, together: 'all', isWindow: false, query: keysQuery };

/** The latest events of each topic, or of each key. */
export const latestKind = ({ key }: EventSelection): HistoryKind => (key === undefined ? topicsKind : keysKind);

/** The window, event by event. */
export const windowKind: HistoryKind = { name: 'window', rank: 9, together: 'all', isWindow: true, query: windowQuery };

const chartKind: HistoryKind = {
  name: 'series',
  rank: 5,
  together: 'by value',
  isWindow: true,
  query: (tiles, path) => seriesQuery(tiles, path, chartFill),
};

/** The values of a window. Of a long window only the least, the greatest and the last value of each bucket. */
export const seriesKind = (window: number): HistoryKind => (isFine(window) ? windowKind : chartKind);
