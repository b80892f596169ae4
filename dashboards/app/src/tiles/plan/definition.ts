import { latestKind } from '../../history/history-kind.ts';
import type { PlanTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';
import { readPlan } from './read-plan.ts';

export const definition: TileDefinition<PlanTileConfig> = {
  read: readPlan,
  historyOf: latestKind,
  load: async () => (await import('./plan-tile.ts')).PlanTile,
};
