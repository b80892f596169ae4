import { seriesKind } from '../../history/history-kind.ts';
import type { LineTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';
import { LineTile } from './line-tile.ts';

export const definition: TileDefinition<LineTileConfig> = {
  read: (reader) => ({ area: reader.flag('area') ?? false }),
  historyOf: (_, window) => seriesKind(window),
  load: () => LineTile,
};
