import { isObject } from '../../board/reader.ts';
import type { BoardJson } from './draft.ts';

/** A section of the file as it stands there, with a list of tiles whatever stands in that one's place. */
export type SectionJson = Readonly<Record<string, unknown>> & { readonly tiles: readonly unknown[] };

export type TileLists = readonly (readonly unknown[])[];

/** The tiles above the sections; undefined where the file has no such list. */
export function ownTiles(file: BoardJson): readonly unknown[] | undefined {
  return Array.isArray(file['tiles']) ? (file['tiles'] as unknown[]) : undefined;
}

export function sectionsOf(file: BoardJson): readonly SectionJson[] {
  if (!Array.isArray(file['sections'])) return [];
  return file['sections'].map((section: unknown) => {
    const part = isObject(section) ? section : {};
    return { ...part, tiles: Array.isArray(part['tiles']) ? part['tiles'] : [] };
  });
}

/** All lists of tiles: the board's own, where it has one, and its sections'. Tiles are numbered through all of them. */
export function listsOf(file: BoardJson): TileLists {
  const own = ownTiles(file);
  return [...(own === undefined ? [] : [own]), ...sectionsOf(file).map(({ tiles }) => tiles)];
}

export function withLists(file: BoardJson, all: TileLists): BoardJson {
  const hasOwn = ownTiles(file) !== undefined;
  const inSections = hasOwn ? all.slice(1) : all;
  return withParts(
    file,
    hasOwn ? all[0] : undefined,
    sectionsOf(file).map((section, i) => ({ ...section, tiles: inSections[i] ?? [] })),
  );
}

/**
 * Sets the tiles and the sections. Members keep their order; a new list of tiles goes before the sections. Without sections
 * there is no such member.
 */
export function withParts(
  file: BoardJson,
  own: readonly unknown[] | undefined,
  sections: readonly SectionJson[],
): BoardJson {
  const tiles: [string, unknown][] = own === undefined ? [] : [['tiles', own]];
  const listed: [string, unknown][] = sections.length === 0 ? [] : [['sections', sections]];
  const members = Object.entries(file).flatMap(([name, value]): [string, unknown][] => {
    if (name === 'tiles' && own !== undefined) return tiles;
    if (name === 'sections') return 'tiles' in file ? listed : [...tiles, ...listed];
    return [[name, value]];
  });
  // Existing members keep their place.
  return Object.fromEntries([...members, ...tiles, ...listed]);
}

/** The list of a tile, and its index there. */
export function placeOf(all: TileLists, number: number): readonly [number, number] {
  let list = 0;
  while (list < all.length - 1 && number >= (all[list]?.length ?? 0)) number -= all[list++]?.length ?? 0;
  return [list, number];
}

export function numberOf(all: TileLists, list: number, place: number): number {
  return all.slice(0, list).reduce((sum, { length }) => sum + length, place);
}
