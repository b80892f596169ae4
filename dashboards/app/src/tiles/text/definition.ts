import { latestKind } from '../../history/history-kind.ts';
import type { TextTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';
import { textTopics } from './text-topics.ts';

export const definition: TileDefinition<TextTileConfig> = {
  read(reader) {
    reader.need('text');
    return { text: reader.text('text') ?? '' };
  },
  topicsOf: ({ text }) => textTopics(text),
  titleOf: () => '',
  historyOf: latestKind,
  load: async () => (await import('./text-tile.ts')).TextTile,
};
