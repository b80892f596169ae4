import type { FrameTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';

export const definition: TileDefinition<FrameTileConfig> = {
  read(reader) {
    reader.need('url');
    reader.need('title', 'say what the frame shows');
    return {};
  },
  load: async () => (await import('./frame-tile.ts')).FrameTile,
};
