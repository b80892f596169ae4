import { expect, test } from 'vitest';
import { readKey } from '../../src/tiles/read-key.ts';
import { tileConfig } from '../support/tile-config.ts';

const minute = 60_000;
const key = (settings: Parameters<typeof tileConfig>[0], window = 5 * minute) => readKey(tileConfig(settings), window);

test.each([
  { title: 'other' },
  { description: 'x' },
  { unit: '%' },
  { decimals: 2 },
  { min: 1, max: 2 },
  { area: true },
  { label: 'x' },
  { width: 3 },
  { thresholds: [{ above: 1, level: 'warning' as const }] },
  { stale: 1_000 },
])('an edit to %j reads nothing', (settings) => {
  expect(key(settings)).toBe(key({}));
});

test.each([{ topics: ['b'] }, { except: ['a/b'] }, { value: 'x' }, { key: 'id' }, { type: 'bars' as const }])(
  'an edit to %j reads',
  (settings) => {
    expect(key(settings)).not.toBe(key({}));
  },
);

test('a list that is to be longer reads, and a timeline whose states are others, for it keeps states', () => {
  expect(key({ type: 'events', limit: 300 })).not.toBe(key({ type: 'events' }));
  expect(key({ type: 'timeline', states: { up: {} } })).not.toBe(key({ type: 'timeline' }));
  expect(key({ type: 'table', limit: 300 })).toBe(key({ type: 'table' }));
});
