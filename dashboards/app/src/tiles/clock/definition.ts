import { omitUndefined } from '../../board/omit-undefined.ts';
import type { Reader } from '../../board/reader.ts';
import type { ClockTileConfig } from '../generated/tile-config.ts';
import type { TileDefinition } from '../tile-definition.ts';

export const definition: TileDefinition<ClockTileConfig> = {
  read: (reader) => ({ date: reader.flag('date') ?? true, ...omitUndefined({ zone: readZone(reader) }) }),
  // A clock is called by its city.
  titleOf: ({ zone }) => zone?.split('/').at(-1)?.replaceAll('_', ' ') ?? 'Time',
  load: async () => (await import('./clock-tile.ts')).ClockTile,
};

function readZone(reader: Reader): string | undefined {
  return reader.parsed('zone', 'a time zone such as Europe/Berlin', (zone) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: zone }) && zone;
    } catch {
      return undefined;
    }
  });
}
