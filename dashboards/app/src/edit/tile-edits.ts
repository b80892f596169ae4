import { isObject } from '../board/reader.ts';
import type { BoardJson } from './draft.ts';

/** A tile of the file as it stands there, which may be anything while it is edited. */
export type TileJson = Readonly<Record<string, unknown>>;

/** All lists of tiles: the board's own, where it has one, and its sections'. */
function lists(file: BoardJson): readonly (readonly unknown[])[] {
  const own = Array.isArray(file['tiles']) ? [file['tiles'] as unknown[]] : [];
  return [...own, ...sectionsOf(file).map(({ tiles }) => tiles)];
}

/** The sections that are shown; one that is broken keeps the whole board from it. */
function sectionsOf(file: BoardJson): readonly { readonly tiles: readonly unknown[] }[] {
  return Array.isArray(file['sections']) ? (file['sections'] as { tiles: unknown[] }[]) : [];
}

function withLists(file: BoardJson, all: readonly (readonly unknown[])[]): BoardJson {
  const hasOwn = Array.isArray(file['tiles']);
  const inSections = hasOwn ? all.slice(1) : all;
  return {
    ...file,
    ...(hasOwn ? { tiles: all[0] } : {}),
    ...(Array.isArray(file['sections']) ? { sections: sectionsOf(file).map((section, i) => ({ ...section, tiles: inSections[i] })) } : {}),
  };
}

/** Where the tile of this number is: the list, and its place there. */
function find(all: readonly (readonly unknown[])[], number: number): readonly [number, number] {
  let list = 0;
  while (list < all.length - 1 && number >= (all[list]?.length ?? 0)) number -= all[list++]?.length ?? 0;
  return [list, number];
}

function numberOf(all: readonly (readonly unknown[])[], list: number, place: number): number {
  return all.slice(0, list).reduce((sum, { length }) => sum + length, place);
}

export function tilesOf(file: BoardJson): readonly TileJson[] {
  return lists(file).flat().map((tile) => (isObject(tile) ? tile : {}));
}

/** Replaces one tile by others, none or several. */
function spliced(file: BoardJson, number: number, ...others: readonly TileJson[]): BoardJson {
  const all = lists(file);
  const [at, place] = find(all, number);
  return withLists(file, all.map((list, i) => (i === at ? list.toSpliced(place, 1, ...others) : list)));
}

export function withTile(file: BoardJson, number: number, tile: TileJson): BoardJson {
  return spliced(file, number, tile);
}

export function withoutTile(file: BoardJson, number: number): BoardJson {
  return spliced(file, number);
}

export function withCopy(file: BoardJson, number: number): BoardJson {
  const tile = tilesOf(file)[number] as TileJson;
  return spliced(file, number, tile, structuredClone(tile));
}

/** After the tile of this number; without one at the end of the first list. */
export function withAdded(file: BoardJson, after: number | undefined, tile: TileJson): { file: BoardJson; number: number } {
  const whole = lists(file).length === 0 ? { ...file, tiles: [] } : file;
  const all = lists(whole);
  const [at, place] = after === undefined ? [0, (all[0]?.length ?? 0) - 1] : find(all, after);
  const added = all.map((list, i) => (i === at ? list.toSpliced(place + 1, 0, tile) : list));
  return { file: withLists(whole, added), number: numberOf(all, at, place + 1) };
}

/** To where another one stands, which makes room: in its own list the others close up, so it comes after those it passed. */
export function withMoved(file: BoardJson, from: number, to: number): BoardJson {
  const all = lists(file);
  const tile = all.flat()[from];
  const [at, place] = find(all, from);
  const [target, there] = find(all, to);
  const left = all.map((list, i) => (i === at ? list.toSpliced(place, 1) : list));
  return withLists(file, left.map((list, i) => (i === target ? list.toSpliced(there, 0, tile) : list)));
}

/** Members in the order that the file has them; what is undefined is taken away. */
export function withMember<T extends object>(part: T, name: string, value: unknown): T {
  if (value !== undefined) return { ...part, [name]: value };
  return Object.fromEntries(Object.entries(part).filter(([one]) => one !== name)) as T;
}
