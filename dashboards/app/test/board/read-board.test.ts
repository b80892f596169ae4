import { describe, expect, test } from 'vitest';
import eventsFile from '../../../events.json';
import galleryFile from '../../../gallery.json';
import hostFile from '../../../host.json';
import type { Board, BrokenTile } from '../../src/board/board.ts';
import { readBoard } from '../../src/board/read-board.ts';
import type { TileConfig } from '../../src/tiles/generated/tile-config.ts';
import { tileTypes } from '../../src/tiles/generated/tile-defaults.ts';

function read(file: unknown): Board {
  const result = readBoard(file);
  if (!('board' in result)) throw new Error(result.errors.join('; '));
  return result.board;
}

const withTile = (tile: object) => read({ title: 'b', tiles: [tile] }).tiles[0] as TileConfig | BrokenTile;
const errorsOf = (tile: object) => (withTile(tile) as BrokenTile).errors;

describe('a board file', () => {
  test('gets defaults for what it leaves out', () => {
    const board = read({ title: 'b', tiles: [{ type: 'number', topics: ['a'] }] });
    expect(board.window).toBe(300_000);
    expect(board.tiles[0]).toEqual({
      type: 'number',
      title: 'a',
      topics: ['a'],
      except: [],
      width: 2,
      height: 1,
      thresholds: [],
    });
    expect(withTile({ type: 'line', topics: ['a'] })).toMatchObject({ width: 6, area: false });
    expect(withTile({ type: 'events', topics: ['a'] })).toMatchObject({ limit: 200 });
  });

  test('reads times as milliseconds', () => {
    const board = read({ title: 'b', window: '01:30:00', tiles: [{ type: 'line', topics: ['a'], stale: '00:00:10' }] });
    expect(board.window).toBe(5_400_000);
    expect(board.tiles[0]).toMatchObject({ stale: 10_000 });
  });

  test('that is wrong names every error', () => {
    expect(readBoard({ window: 'soon' })).toEqual({
      errors: ['title is missing', 'window must be a time span such as 00:05:00, at least 10 seconds', 'tiles is missing'],
    });
    expect(readBoard([])).toEqual({ errors: ['the file must hold one object'] });
    expect(readBoard({ title: 1, tiles: {} })).toEqual({ errors: ['title must be a text', 'tiles must be a list'] });
  });

  test('may have sections, after its own tiles', () => {
    const tile = { type: 'line', topics: ['a'] };
    const board = read({
      title: 'b',
      tiles: [{}],
      sections: [
        { title: 'One', folded: true, tiles: [tile, {}] },
        { title: 'Two', tiles: [] },
      ],
    });
    expect(board.sections.map(({ title, folded, tiles }) => [title, folded, tiles.length])).toEqual([
      [undefined, false, 1],
      ['One', true, 2],
      ['Two', false, 0],
    ]);
    expect(board.tiles.map(({ title }) => title)).toEqual(['tile 1', 'a', 'tile 3']);
  });

  test('may have variables, each with its place in the topics', () => {
    const board = read({
      title: 'b',
      tiles: [],
      variables: { host: { topics: 'm/{host}', default: 'x' }, dc: { topics: '{dc}', label: 'Centre', all: true } },
    });
    expect(board.variables).toEqual([
      { name: 'host', label: 'host', topics: 'm/{host}', default: 'x', all: false, optional: false },
      { name: 'dc', label: 'Centre', topics: '{dc}', all: true, optional: false },
    ]);
    expect(readBoard({ title: 'b', tiles: [], variables: { host: { topics: 'm/x{host}' } } })).toEqual({
      errors: ['variables.host.topics must be a topic with {host} as one of its segments'],
    });
  });

  test.each([
    ['host.json', hostFile],
    ['events.json', eventsFile],
    ['gallery.json', galleryFile],
  ])('%s has no broken tile', (_, file) => {
    expect(read(file).tiles.filter((tile) => tile.type === 'broken')).toEqual([]);
  });
});

test('the gallery shows every tile type', () => {
  const shown = read(galleryFile).tiles.map(({ type }) => type);
  expect(tileTypes.filter((type) => !shown.includes(type))).toEqual([]);
});

describe('a tile', () => {
  test('of an unknown type is broken, and the others are not', () => {
    const board = read({
      title: 'b',
      tiles: [
        { type: 'pie', title: 'Pie', topics: ['a'], width: 4 },
        { type: 'line', topics: ['a'] },
      ],
    });
    expect(board.tiles[0]).toEqual({
      type: 'broken',
      title: 'Pie',
      width: 4,
      height: 2,
      errors: [`“pie” is not a tile type; there are ${tileTypes.join(', ')}`],
    });
    expect(board.tiles[1]?.type).toBe('line');
  });

  test.each([
    [{ type: 'line' }, 'topics must name at least one topic'],
    [{ type: 'line', topics: 'a' }, 'topics must be a list of texts'],
    [{ type: 'line', topics: ['a'], width: 13 }, 'width must be a whole number from 1 to 12'],
    [{ type: 'line', topics: ['a'], decimals: 1.5 }, 'decimals must be a whole number from 0 to 6'],
    [{ type: 'line', topics: ['a'], min: 5, max: 5 }, 'min must be less than max'],
    [{ type: 'line', topics: ['a'], stale: '10s' }, 'stale must be a time span such as 00:00:10'],
    [{ type: 'line', topics: ['a'], area: 'yes' }, 'area must be true or false'],
    [{ type: 'line', topics: ['a'], label: { a: 1 } }, 'label must be a text, or an object of a text for each topic'],
    [{ type: 'line', topics: ['a'], thresholds: [{ level: 'warning' }] }, 'thresholds[0] must have above or below'],
    [
      { type: 'line', topics: ['a'], thresholds: [{ above: 1, level: 'red' }] },
      'thresholds[0].level must be one of warning, critical',
    ],
    [{ type: 'bars' }, 'topics must name at least one topic'],
    [{ type: 'table', topics: ['a'], columns: [{ title: 'A' }] }, 'columns[0].path is missing'],
    [{ type: 'table', topics: ['a'], columns: ['a'] }, 'columns[0] must be an object'],
    [{ type: 'timeline', topics: ['a'], states: ['up'] }, 'states must be an object of a state for each value'],
    [
      { type: 'status', topics: ['a'], states: { up: { level: 'fine' } } },
      'states.up.level must be one of good, warning, critical, neutral',
    ],
    [{ type: 'status', topics: ['a'], states: { up: 'Up' } }, 'states.up must be an object'],
    [{ type: 'text' }, 'text is missing'],
    [{ type: 'image', alt: 'A' }, 'url is missing'],
    [{ type: 'image', url: '/a.png' }, 'alt is missing: say what the image shows'],
    [
      { type: 'image', url: 'http://example.com/a.png', alt: 'A' },
      'url must be an https address, or a path that begins with /',
    ],
    [{ type: 'image', url: '//example.com/a.png', alt: 'A' }, 'url must be an https address, or a path that begins with /'],
    [{ type: 'image', url: 'javascript:alert(1)', alt: 'A' }, 'url must be an https address, or a path that begins with /'],
    [
      { type: 'image', url: '/a.png', alt: 'A', refresh: '00:00:00' },
      'refresh must be a time span such as 00:01:00, at least a second',
    ],
    [{ type: 'frame', url: '/boards/host' }, 'title is missing: say what the frame shows'],
    [{ type: 'clock', zone: 'Europe/Atlantis' }, 'zone must be a time zone such as Europe/Berlin'],
    [{ type: 'events', topics: ['a'], limit: 0 }, 'limit must be a whole number from 1 to 1000'],
    [{}, `type must be one of ${tileTypes.join(', ')}`],
  ])('%j is broken, because %s', (tile, error) => {
    expect(errorsOf(tile)).toEqual([error]);
  });

  test('of a text follows the topics whose values stand in it', () => {
    expect(withTile({ type: 'text', text: '{a/b} and {c}, {a/b}; no topics: {"x":1} {a b}' })).toMatchObject({
      topics: ['a/b', 'c'],
      title: '',
    });
  });

  test('of a clock is called by its city, and needs no topic', () => {
    expect(withTile({ type: 'clock', zone: 'America/New_York' })).toMatchObject({
      title: 'New York',
      topics: [],
      date: true,
    });
  });

  test('that is no object is broken', () => {
    expect(withTile([] as unknown as object)).toMatchObject({ type: 'broken', errors: ['must be an object'] });
  });
});
