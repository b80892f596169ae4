import { expect, test } from 'vitest';
import { readPageOptions } from '../../src/address/page-options.ts';
import { withParameters } from '../../src/address/query.ts';

test('a plain address asks for nothing', () => {
  expect(readPageOptions('?var.host=a')).toEqual({ edit: false, kiosk: false, tile: undefined, playlist: undefined });
});

test('a playlist has each board once, and a time for each', () => {
  expect(readPageOptions('?playlist=host,%20gallery,host,&every=2m').playlist).toEqual({
    boards: ['host', 'gallery'],
    every: 120_000,
  });
});

test.each([
  ['45', 45_000],
  ['1h', 3_600_000],
  ['1s', 5_000],
  ['999999h', 604_800_000],
  ['soon', 30_000],
  ['-5s', 30_000],
])('each is shown for a time that makes sense: %s', (every, milliseconds) => {
  expect(readPageOptions(`?playlist=a,b&every=${every}`).playlist?.every).toBe(milliseconds);
});

test('one board is no playlist, and a playlist has an end', () => {
  expect(readPageOptions('?playlist=host').playlist).toBeUndefined();
  expect(
    readPageOptions(`?playlist=${Array.from({ length: 50 }, (_, i) => `b${i}`).join(',')}`).playlist?.boards,
  ).toHaveLength(20);
});

test('an address keeps what else it says, and reads as people write it', () => {
  expect(withParameters('?var.host=a&kiosk=', { playlist: 'a,b' })).toBe('?var.host=a&kiosk&playlist=a,b');
  expect(withParameters('?kiosk', { kiosk: undefined })).toBe('');
});
