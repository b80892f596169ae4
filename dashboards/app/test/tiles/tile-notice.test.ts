// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { TileNotice } from '../../src/tiles/tile-notice.ts';

test('a tile whose topics the page has no room for says so until it has', () => {
  const tile = document.createElement('section');
  const notice = new TileNotice(tile);
  const shown = () => tile.querySelector('.tile-notice:not([hidden])')?.textContent ?? '';
  notice.leftOut(false);
  expect(shown()).toBe('');
  notice.leftOut(true);
  expect([shown().startsWith('Not followed'), tile.className]).toEqual([true, 'is-refused']);
  notice.leftOut(false);
  expect([shown(), tile.className]).toEqual(['', '']);
});
