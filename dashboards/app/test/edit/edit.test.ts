import { describe, expect, test } from 'vitest';
import host from '../../../host.json';
import { Draft } from '../../src/edit/draft/draft.ts';
import { tilesOf, withAdded, withCopy, withMoved, withoutTile, withTile } from '../../src/edit/draft/tile-edits.ts';
import { boardText } from '../../src/edit/file/board-text.ts';
import { readJson } from '../../src/edit/file/read-json.ts';

const tile = (title: string) => ({ type: 'clock', title });
const board = {
  title: 'Shop',
  later: { kept: true },
  tiles: [tile('a'), tile('b')],
  sections: [
    { title: 'Web', tiles: [tile('c')] },
    { title: 'Disks', folded: true, tiles: [tile('d'), tile('e')] },
  ],
};
const titles = (file: Readonly<Record<string, unknown>>) => {
  const { tiles = [], sections = [] } = file as { tiles?: { title: string }[]; sections?: { tiles: { title: string }[] }[] };
  return [tiles, ...sections.map((section) => section.tiles)]
    .map((list) => list.map(({ title }) => title).join(''))
    .join('|');
};

describe('a tile', () => {
  test.each([
    [0, 1, 'ba|c|de'],
    [1, 0, 'ba|c|de'],
    [1, 2, 'a|bc|de'],
    [2, 1, 'acb||de'],
    [4, 0, 'eab|c|d'],
    [0, 4, 'b|c|dae'],
  ])('that is moved from %i to %i stands there', (from, to, expected) => {
    expect(titles(withMoved(board, from, to))).toBe(expected);
  });

  test('is copied, removed and changed where it is, and everything else stays', () => {
    expect(titles(withCopy(board, 2))).toBe('ab|cc|de');
    expect(titles(withoutTile(board, 3))).toBe('ab|c|e');
    expect(titles(withTile(board, 4, tile('x')))).toBe('ab|c|dx');
    expect(withoutTile(board, 0)).toMatchObject({ later: { kept: true }, sections: board.sections });
  });

  test('is added after another one, or at the end of the first list, also where there is none', () => {
    expect(withAdded(board, 2, tile('x'))).toMatchObject({ number: 3 });
    expect(titles(withAdded(board, 2, tile('x')).file)).toBe('ab|cx|de');
    expect(titles(withAdded(board, undefined, tile('x')).file)).toBe('abx|c|de');
    expect(titles(withAdded({ title: 'New' }, undefined, tile('x')).file)).toBe('x');
  });

  test('of a board without tiles of its own is numbered by its section', () => {
    const { tiles: _, ...sections } = board;
    expect(tilesOf(sections).map(({ title }) => title)).toEqual(['c', 'd', 'e']);
    expect(titles(withoutTile(sections, 0))).toBe('||de');
  });
});

describe('a draft', () => {
  test('is undone and redone, what is typed into one field in one step', () => {
    const draft = new Draft(board);
    draft.change({ title: 'M' }, 'title');
    draft.change({ title: 'Ma' }, 'title', 'as typed');
    draft.change({ title: 'Ma', tiles: [] }, 'tiles');
    draft.undo();
    expect([draft.file, draft.text]).toEqual([{ title: 'Ma' }, 'as typed']);
    draft.undo();
    expect([draft.file, draft.canUndo]).toEqual([board, false]);
    draft.redo();
    draft.redo();
    expect([draft.file, draft.canRedo]).toEqual([{ title: 'Ma', tiles: [] }, false]);
  });
});

describe('the text of a board', () => {
  test('is the board, two spaces deep, a tile a line', () => {
    expect(
      boardText({
        title: 'Shop',
        tiles: [{ type: 'line', topics: ['a', 'b'], thresholds: [{ above: 1 }] }],
        sections: [{ title: 'Web', tiles: [] }],
      }),
    ).toBe(
      [
        '{',
        '  "title": "Shop",',
        '  "tiles": [',
        '    { "type": "line", "topics": ["a", "b"], "thresholds": [{ "above": 1 }] }',
        '  ],',
        '  "sections": [',
        '    {',
        '      "title": "Web",',
        '      "tiles": []',
        '    }',
        '  ]',
        '}',
        '',
      ].join('\n'),
    );
  });

  test('loses nothing', () => {
    for (const one of [host, board]) expect(JSON.parse(boardText(one))).toEqual(one);
  });
});

describe('JSON that was typed', () => {
  test.each([
    ['{"title": "a"', 'Line 1, column 14'],
    ['{\n"title": "a",\n"tiles": [,]\n}', 'Line 3, column 11'],
    ['[]', 'Line 1, column 1: the board must be an object'],
  ])('%j is at fault at %s', (text, fault) => {
    expect(readJson(text)).toMatchObject({ fault: expect.stringContaining(fault) });
  });
});
