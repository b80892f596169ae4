import type { ImageTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';

export const definition: TileDefinition<ImageTileConfig> = {
  read(reader) {
    reader.need('url');
    reader.need('alt', 'say what the image shows');
    return {};
  },
  titleOf: () => '',
  load: async () => (await import('./image-tile.ts')).ImageTile,
};
