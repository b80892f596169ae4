import { listKind } from '../../history/history-kind.ts';
import type { EventsTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';

export const definition: TileDefinition<EventsTileConfig> = {
  historyOf: () => listKind,
  // A longer list has read more.
  keeps: ({ limit }) => [limit],
  load: async () => (await import('./events-tile.ts')).EventsTile,
};
