import { expect, test } from 'vitest';
import { readBoard } from '../../src/board/read-board.ts';
import { frameCode, linkTo, markdownImage, pictureLink } from '../../src/share/links.ts';
import { onlyTile, tileNames } from '../../src/share/tile-names.ts';
import { tileConfig } from '../support/tile-config.ts';

const place = { origin: 'http://feed', search: '?var.host=a&access_token=secret' };

test('a link keeps what is chosen, and gives no token away', () => {
  expect(linkTo(place, { board: 'host', kiosk: true })).toBe('http://feed/boards/host?var.host=a&kiosk');
  expect(linkTo(place, { board: 'host', tile: 'CPU (2)', theme: 'dark' })).toBe(
    'http://feed/boards/host?var.host=a&theme=dark&tile=CPU+%282%29',
  );
  expect(linkTo(place, { board: 'a', playlist: ['a', 'b'], every: 120_000 })).toBe(
    'http://feed/boards/a?var.host=a&playlist=a,b&every=2m',
  );
});

test('code for a page ends where it should, whatever a title says', () => {
  expect(frameCode('http://feed/?a=1&b=2', '"><script>')).toContain(
    'src="http://feed/?a=1&#38;b=2" title="&#34;&#62;&#60;script&#62;"',
  );
  expect(markdownImage('http://feed/badge.svg?label=a)b', 'a](x)')).toBe('![a\\](x)](http://feed/badge.svg?label=a%29b)');
});

test('a figure of one topic is a badge with its levels, a chart a sparkline, and anything else no picture', () => {
  const thresholds = [{ above: 75, level: 'warning' as const }];
  expect(pictureLink('', tileConfig({ type: 'number', title: 'CPU', topics: ['a/b'], thresholds }))).toBe(
    '/badge.svg?topic=a%2Fb&label=CPU&warningAbove=75',
  );
  expect(pictureLink('', tileConfig({ type: 'line', title: 'CPU', topics: ['a'], value: 'x' }))).toBe(
    '/sparkline.svg?topic=a&label=CPU&value=x',
  );
  expect(pictureLink('', tileConfig({ type: 'line', topics: ['a/*'] }))).toBeUndefined();
  expect(pictureLink('', tileConfig({ type: 'events', topics: ['a'] }))).toBeUndefined();
});

const board = (() => {
  const result = readBoard({
    title: 'Board',
    tiles: [
      { type: 'number', title: 'Memory', topics: ['a'] },
      { type: 'line', title: 'Memory', topics: ['b'] },
      { type: 'text', text: 'x' },
    ],
  });
  if (!('board' in result)) throw new Error(result.errors.join());
  return result.board;
})();

test('each tile has a name of its own', () => {
  expect(tileNames(board.tiles)).toEqual(['Memory', 'Memory (2)', 'tile 3']);
});

test('a board of one tile follows nothing else, and says when it has none of the name', () => {
  expect(onlyTile(board, 'Memory (2)').tiles).toEqual([board.tiles[1]]);
  expect(onlyTile(board, 'Memory (2)').sections).toHaveLength(1);
  expect(onlyTile(board, 'Other').tiles[0]).toMatchObject({ type: 'broken', title: 'Other' });
});
