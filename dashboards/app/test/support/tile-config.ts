import type { ConfigOf, TileType } from '../../src/tiles/generated/tile-config.ts';
import { tileDefaults } from '../../src/tiles/generated/tile-defaults.ts';

/** A tile as a board file would give it, with what the test cares about set. */
export function tileConfig<T extends TileType = 'line'>(
  settings: { readonly type?: T } & Readonly<Record<string, unknown>> = {},
): ConfigOf<T> {
  const type = settings.type ?? 'line';
  const fields = {
    area: false,
    thresholds: [],
    columns: [],
    states: {},
    date: true,
    aspect: 1.6,
    shapes: [],
    places: {},
    fields: [],
  };
  return {
    title: 'tile',
    topics: ['a/*'],
    except: [],
    ...fields,
    ...tileDefaults[type],
    ...settings,
    type,
  } as unknown as ConfigOf<T>;
}
