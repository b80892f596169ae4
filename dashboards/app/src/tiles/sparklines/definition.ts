import { type HistoryKind, latestKind, windowKind } from '../../history/history-kind.ts';
import { cellBuckets, isFine } from '../../history/resolution.ts';
import { type SeriesFill, seriesQuery } from '../../history/series-query.ts';
import type { SparklinesTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';

/** Cells are small, and many. */
const cellFill: SeriesFill = { buckets: cellBuckets, maxFurther: 2_000 };

const cellsKind: HistoryKind = {
  name: 'cells',
  rank: 7,
  together: 'by value',
  isWindow: true,
  query: (tiles, path) => seriesQuery(tiles, path, cellFill),
};

export const definition: TileDefinition<SparklinesTileConfig> = {
  historyOf: (config, window) => {
    if (isFine(window)) return windowKind;
    // The service has no series of rows that stand in the events' data.
    return config.key === undefined ? cellsKind : latestKind(config);
  },
  load: async () => (await import('./sparklines-tile.ts')).SparklinesTile,
};
