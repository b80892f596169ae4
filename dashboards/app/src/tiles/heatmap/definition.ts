import { Unreachable } from '@livefeed/client/engine';
import type { TileSubscription } from '../../feed/tile-subscription.ts';
import { type HistoryKind, windowKind } from '../../history/history-kind.ts';
import { isFine } from '../../history/resolution.ts';
import type { HeatmapTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';

/** Only heatmaps count values: the query is loaded with the first of them. */
const countsKind: HistoryKind = {
  name: 'counts',
  rank: 6,
  together: 'one',
  isWindow: true,
  query: (subscriptions: readonly TileSubscription[]) => ({
    subscriptions,
    read: async (context) => (await loadQuery()).countsQuery(subscriptions).read(context),
  }),
};

function loadQuery() {
  return import('./counts-query.ts').catch((cause: unknown) => {
    throw new Unreachable('the service cannot be reached', { cause });
  });
}

export const definition: TileDefinition<HeatmapTileConfig> = {
  historyOf: (_, window) => (isFine(window) ? windowKind : countsKind),
  load: async () => (await import('./heatmap-tile.ts')).HeatmapTile,
};
