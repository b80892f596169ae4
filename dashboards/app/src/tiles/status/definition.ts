import { latestKind } from '../../history/history-kind.ts';
import type { StatusTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';

export const definition: TileDefinition<StatusTileConfig> = {
  historyOf: latestKind,
  load: async () => (await import('./status-tile.ts')).StatusTile,
};
