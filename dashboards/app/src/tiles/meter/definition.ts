import { seriesKind } from '../../history/history-kind.ts';
import type { MeterTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';

export const definition: TileDefinition<MeterTileConfig> = {
  historyOf: (_, window) => seriesKind(window),
  load: async () => (await import('./meter-tile.ts')).MeterTile,
};
