import type { TimelineTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';
import { statesKind } from './states-query.ts';

export const definition: TileDefinition<TimelineTileConfig> = {
  historyOf: () => statesKind,
  // It keeps states, which are made when events come. So an edit of these fields reads again.
  keeps: ({ limit, states, thresholds, stale }) => [limit, states, thresholds, stale],
  load: async () => (await import('./timeline-tile.ts')).TimelineTile,
};
