import type { TileType } from '../../src/tiles/generated/tile-config.ts';
import { sharedFields, tileTypes } from '../../src/tiles/generated/tile-defaults.ts';

const common = { topics: ['a/*'], except: ['a/b'], title: 'A', description: 'b', width: 4, height: 2 };

const shared = {
  value: 'v',
  key: 'k',
  states: { up: { label: 'Up', level: 'good' } },
  url: '/a.png',
  alt: 'A',
  refresh: '00:01:00',
  unit: '%',
  decimals: 1,
  label: 'l',
  min: 0,
  max: 10,
  thresholds: [{ above: 1, level: 'warning' }],
  stale: '00:00:10',
  limit: 5,
};

const own: Partial<Record<TileType, object>> = {
  line: { area: true },
  table: { columns: [{ path: 'a', title: 'A', unit: '%', decimals: 1 }] },
  text: { text: 'a' },
  clock: { zone: 'Europe/Berlin', date: true },
  plan: {
    aspect: 1,
    shapes: [
      {
        label: 'A',
        points: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
    places: { a: { x: 1, y: 1, thresholds: [{ below: 1 }] } },
  },
  form: {
    post: 'a',
    event: 'b',
    button: 'c',
    fields: [
      { name: 'a', label: 'A', type: 'number', min: 0, max: 10, step: 1, unit: 'm', optional: true, default: 1 },
      { name: 'b', type: 'select', options: ['c'], default: 'c' },
    ],
  },
};

/** A tile of each type with every field that the type reads. */
export const fullTiles = tileTypes.map((type) => ({
  type,
  ...common,
  ...Object.fromEntries(sharedFields[type].map((name) => [name, shared[name]])),
  ...own[type],
}));

/** A board for each of these tiles, and one with everything that a board itself has. */
export const fullBoards: readonly object[] = [
  {
    title: 'A',
    description: 'b',
    window: '00:01:00',
    variables: { host: { label: 'Host', topics: 'a/{host}', default: 'x', all: true, optional: true } },
    tiles: [],
    sections: [{ title: 'B', folded: true, tiles: [] }],
  },
  ...fullTiles.map((tile) => ({ title: 'A', tiles: [tile] })),
];
