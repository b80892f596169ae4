import { seriesKind } from '../../history/history-kind.ts';
import type { NumberTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';
import { NumberTile } from './number-tile.ts';

export const definition: TileDefinition<NumberTileConfig> = {
  historyOf: (_, window) => seriesKind(window),
  load: () => NumberTile,
};
