import { describe, expect, test } from 'vitest';
import schema from '../../../board.schema.json';
import { stepOf } from '../../src/edit/draft/draft.ts';
import { keyFault, mapOf, newKey, withKey, withValue } from '../../src/edit/draft/map-edits.ts';
import {
  sectionOf,
  withAddedSection,
  withMovedSection,
  withoutSection,
  withSection,
  withTileIn,
} from '../../src/edit/draft/section-edits.ts';
import { tilesOf } from '../../src/edit/draft/tile-edits.ts';
import { sectionsOf } from '../../src/edit/draft/tile-lists.ts';
import { labelOf, partOf } from '../../src/edit/fields/field-words.ts';

const tile = (title: string) => ({ type: 'clock', title });
const board = {
  title: 'Shop',
  tiles: [tile('a'), tile('b')],
  sections: [
    { title: 'Web', tiles: [tile('c')] },
    { title: 'Disks', folded: true, tiles: [tile('d'), tile('e')] },
  ],
  later: { kept: true },
};
const { tiles: _, ...sectionsOnly } = board;

/** `ab Web:c Disks:de`. */
const outline = (file: Readonly<Record<string, unknown>>) => {
  const letters = (tiles: readonly unknown[]) => tiles.map((one) => (one as { title: string }).title).join('');
  const own = Array.isArray(file['tiles']) ? [letters(file['tiles'])] : [];
  return [...own, ...sectionsOf(file).map(({ title, tiles }) => `${title}:${letters(tiles)}`)].join(' ');
};

describe('a section', () => {
  test('that is removed leaves its tiles to the one before, those of the first to the board', () => {
    expect(outline(withoutSection(board, 1))).toBe('ab Web:cde');
    expect(outline(withoutSection(board, 0))).toBe('abc Disks:de');
    expect(outline(withoutSection(sectionsOnly, 0))).toBe('c Disks:de');
  });

  test('that was the last one leaves a board of tiles', () => {
    const last = { title: 'New', sections: [{ title: 'Empty', tiles: [] }] };
    expect(withoutSection(last, 0)).toEqual({ title: 'New', tiles: [] });
  });

  test('without tiles that is removed leaves nothing above the others', () => {
    const file = withMovedSection(withAddedSection(sectionsOnly), 2, 0);
    expect(outline(file)).toBe('New section: Web:c Disks:de');
    expect(withoutSection(file, 0)).toEqual(sectionsOnly);
  });

  test('moves with its tiles', () => {
    expect(outline(withMovedSection(board, 0, 1))).toBe('ab Disks:de Web:c');
    expect(withMovedSection(withMovedSection(board, 1, 0), 0, 1)).toEqual(board);
  });

  test('is added at the end, also where there was none, and changed where it is', () => {
    expect(outline(withAddedSection(board))).toBe('ab Web:c Disks:de New section:');
    const empty = { title: 'New', tiles: [] };
    expect(withAddedSection(empty)).toEqual({ ...empty, sections: [{ title: 'New section', tiles: [] }] });
    expect(outline(withSection(board, 1, { title: 'Discs', tiles: [] }))).toBe('ab Web:c Discs:');
  });

  test('is edited in its place of the file', () => {
    expect(Object.keys(withMovedSection(board, 0, 1))).toEqual(['title', 'tiles', 'sections', 'later']);
    expect(Object.keys(withoutSection(sectionsOnly, 0))).toEqual(['title', 'tiles', 'sections', 'later']);
  });

  test.each([
    [0, 1, 'b Web:c Disks:dea', 4],
    [4, 0, 'ab Web:ce Disks:d', 3],
    [3, undefined, 'abd Web:c Disks:e', 2],
    [2, 0, 'ab Web:c Disks:de', 2],
  ])('takes the tile %i to the end of section %s', (number, section, expected, there) => {
    const moved = withTileIn(board, number, section);
    expect([outline(moved.file), moved.number]).toEqual([expected, there]);
    expect(tilesOf(moved.file)[moved.number]).toEqual(tilesOf(board)[number]);
    expect(sectionOf(moved.file, moved.number)).toBe(section);
  });

  test('gives a tile to a board that had none of its own', () => {
    const moved = withTileIn(sectionsOnly, 2, undefined);
    expect([outline(moved.file), moved.number]).toEqual(['e Web:c Disks:d', 0]);
  });
});

describe('a map', () => {
  const entries = Object.entries({ host: 1, site: 2 });
  const names = schema.properties.variables.propertyNames;

  test.each([
    ['', 'must not be empty'],
    ['2nd', 'must be a letter, then letters, digits and _'],
    ['site', 'is used already: site'],
    ['host', undefined],
    ['room', undefined],
  ])('takes the key %j: %s', (key, fault) => {
    expect(keyFault(entries, 0, key, names)).toBe(fault);
  });

  test('takes any key where the schema has no pattern for them', () => {
    expect(keyFault(entries, 0, 'a b/c')).toBeUndefined();
  });

  test('keeps its order when a key or a value is another', () => {
    expect(withKey(entries, 0, 'room')).toEqual([
      ['room', 1],
      ['site', 2],
    ]);
    expect(mapOf(withValue(entries, 1, 3))).toEqual({ host: 1, site: 3 });
  });

  test('finds a key that is free, and is none without entries', () => {
    expect([newKey(entries, 'room'), newKey([...entries, ['room', 3], ['room2', 4]], 'room')]).toEqual(['room', 'room3']);
    expect(mapOf([])).toBeUndefined();
  });
});

describe('a step', () => {
  test('is what is typed into a field, or one part that is added, removed or called otherwise', () => {
    const maps = [{ a: { label: 'S' } }, { a: { label: 'Si' } }, { b: { label: 'Si' } }, { b: {}, c: {} }];
    const steps = [...maps, [1], [2], [1, 2], 'text', 'texts'];
    expect(new Set(steps.map((value) => stepOf('field', value))).size).toBe(6);
  });
});

describe('a field', () => {
  test.each([
    ['decimals', 'Decimals'],
    ['errorMessage', 'Error message'],
    ['$schema', 'Schema'],
    ['url', 'URL'],
  ])('%s is called %s', (name, label) => {
    expect(labelOf(name)).toBe(label);
  });

  test('of many has parts that are called as one of them', () => {
    expect(['topics', 'thresholds', 'label'].map(partOf)).toEqual(['topic', 'threshold', 'label']);
  });
});
