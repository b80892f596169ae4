import type { FormTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';
import { readForm } from './read-form.ts';

export const definition: TileDefinition<FormTileConfig> = {
  read: readForm,
  titleOf: () => 'Form',
  load: async () => (await import('./form-tile.ts')).FormTile,
};
