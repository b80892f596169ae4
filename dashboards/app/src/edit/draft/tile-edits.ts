import { isObject } from '../../board/reader.ts';
import type { BoardJson } from './draft.ts';
import { listsOf, numberOf, placeOf, withLists } from './tile-lists.ts';

/** A tile of the file as it stands there, which may be anything while it is edited. */
export type TileJson = Readonly<Record<string, unknown>>;

export function tilesOf(file: BoardJson): readonly TileJson[] {
  return listsOf(file)
    .flat()
    .map((tile) => (isObject(tile) ? tile : {}));
}

/** Replaces one tile by any number of others. */
function spliced(file: BoardJson, number: number, ...others: readonly TileJson[]): BoardJson {
  const all = listsOf(file);
  const [at, place] = placeOf(all, number);
  return withLists(
    file,
    all.map((list, i) => (i === at ? list.toSpliced(place, 1, ...others) : list)),
  );
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

/** Adds a tile after another one, or at the end of the first list. */
export function withAdded(file: BoardJson, after: number | undefined, tile: TileJson): { file: BoardJson; number: number } {
  const whole = listsOf(file).length === 0 ? { ...file, tiles: [] } : file;
  const all = listsOf(whole);
  const [at, place] = after === undefined ? [0, (all[0]?.length ?? 0) - 1] : placeOf(all, after);
  const added = all.map((list, i) => (i === at ? list.toSpliced(place + 1, 0, tile) : list));
  return { file: withLists(whole, added), number: numberOf(all, at, place + 1) };
}

/** Moves a tile to the place of another one. Within a list it comes after the tiles that it passed. */
export function withMoved(file: BoardJson, from: number, to: number): BoardJson {
  const all = listsOf(file);
  const tile = all.flat()[from];
  const [at, place] = placeOf(all, from);
  const [target, there] = placeOf(all, to);
  const left = all.map((list, i) => (i === at ? list.toSpliced(place, 1) : list));
  return withLists(
    file,
    left.map((list, i) => (i === target ? list.toSpliced(there, 0, tile) : list)),
  );
}

/** Sets a member, in the order of the file. Undefined removes it. */
export function withMember<T extends object>(part: T, name: string, value: unknown): T {
  if (value !== undefined) return { ...part, [name]: value };
  return Object.fromEntries(Object.entries(part).filter(([one]) => one !== name)) as T;
}
