import { latestKind } from '../../history/history-kind.ts';
import type { BarsTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';

export const definition: TileDefinition<BarsTileConfig> = {
  historyOf: latestKind,
  load: async () => (await import('./bars-tile.ts')).BarsTile,
};
