import { omitUndefined } from '../../board/omit-undefined.ts';
import type { Reader } from '../../board/reader.ts';
import { latestKind } from '../../history/history-kind.ts';
import type { TableColumn } from '../generated/fields.ts';
import type { TableTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';

export const definition: TileDefinition<TableTileConfig> = {
  read: (reader) => ({ columns: reader.parts('columns', readColumn) }),
  historyOf: latestKind,
  load: async () => (await import('./table-tile.ts')).TableTile,
};

function readColumn(part: Reader): TableColumn {
  const path = part.text('path');
  if (path === undefined) part.fail('path', 'is missing');
  const title = part.text('title') ?? path ?? '';
  return {
    path: path ?? '',
    title,
    ...omitUndefined({ unit: part.text('unit'), decimals: part.integer('decimals', 0, 6) }),
  };
}
