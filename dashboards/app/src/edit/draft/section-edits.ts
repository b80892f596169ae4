import type { BoardJson } from './draft.ts';
import { listsOf, numberOf, ownTiles, placeOf, type SectionJson, sectionsOf, withLists, withParts } from './tile-lists.ts';

export function withSection(file: BoardJson, at: number, section: SectionJson): BoardJson {
  return withSections(file, sectionsOf(file).with(at, section));
}

/** Adds a section without tiles at the end. */
export function withAddedSection(file: BoardJson): BoardJson {
  return withSections(file, [...sectionsOf(file), { title: 'New section', tiles: [] }]);
}

export function withMovedSection(file: BoardJson, from: number, to: number): BoardJson {
  const sections = sectionsOf(file);
  return withSections(file, sections.toSpliced(from, 1).toSpliced(to, 0, sections[from] as SectionJson));
}

/** Removes a section. Its tiles go to the section before it, or to the board's own tiles. */
export function withoutSection(file: BoardJson, at: number): BoardJson {
  const sections = sectionsOf(file);
  const tiles = sections[at]?.tiles ?? [];
  const left = sections.toSpliced(at, 1);
  const before = left[at - 1];
  if (before !== undefined) return withSections(file, left.with(at - 1, { ...before, tiles: [...before.tiles, ...tiles] }));
  const own = ownTiles(file);
  const needsNone = own === undefined && tiles.length === 0 && left.length > 0;
  return withParts(file, needsNone ? undefined : [...(own ?? []), ...tiles], left);
}

/** The section of a tile. Undefined for the tiles above all sections. */
export function sectionOf(file: BoardJson, number: number): number | undefined {
  const [list] = placeOf(listsOf(file), number);
  const section = ownTiles(file) === undefined ? list : list - 1;
  return section < 0 ? undefined : section;
}

/** Moves a tile to the end of a section. Undefined is the tiles above all sections. */
export function withTileIn(
  file: BoardJson,
  number: number,
  section: number | undefined,
): { file: BoardJson; number: number } {
  const whole = section === undefined && ownTiles(file) === undefined ? withParts(file, [], sectionsOf(file)) : file;
  const all = listsOf(whole);
  const [from, place] = placeOf(all, number);
  const to = section === undefined ? 0 : section + (ownTiles(whole) === undefined ? 0 : 1);
  const left = all.map((list, i) => (i === from ? list.toSpliced(place, 1) : list));
  const moved = left.map((list, i) => (i === to ? [...list, all[from]?.[place]] : list));
  return { file: withLists(whole, moved), number: numberOf(left, to, left[to]?.length ?? 0) };
}

function withSections(file: BoardJson, sections: readonly SectionJson[]): BoardJson {
  return withParts(file, ownTiles(file), sections);
}
