import type { Board, BrokenTile } from '../board/board.ts';
import type { TileConfig } from '../tiles/generated/tile-config.ts';

/**
 * What tiles are called in an address: their titles, of which a later one that is the same has its number behind it,
 * `Memory (2)`; one without a title is `tile 3`, by its place on the board.
 */
export function tileNames(tiles: readonly (TileConfig | BrokenTile)[]): string[] {
  const taken = new Set<string>();
  return tiles.map(({ title }, i) => {
    const base = title === '' ? `tile ${i + 1}` : title;
    let name = base;
    for (let count = 2; taken.has(name); count++) name = `${base} (${count})`;
    taken.add(name);
    return name;
  });
}

/** The board with only this tile. Without a tile of that name, with a broken tile that says so. */
export function onlyTile(board: Board, name: string): Board {
  const at = tileNames(board.tiles).indexOf(name);
  const missing: BrokenTile = {
    type: 'broken',
    title: name,
    errors: [`the board “${board.title}” has no tile of this name`],
    width: 12,
    height: 1,
  };
  const tiles = [board.tiles[at] ?? missing];
  return { ...board, sections: [{ folded: false, tiles }], tiles };
}
