import type { TileConfig } from '../tiles/generated/tile-config.ts';
import type { Board, BrokenTile } from './board.ts';

/** The board, with a notice in place of each tile whose topics the reader may not follow. The other tiles work. */
export function allowedBoard(board: Board, forbidden: ReadonlySet<string>): Board {
  if (forbidden.size === 0) return board;
  const sections = board.sections.map((section) => ({
    ...section,
    tiles: section.tiles.map((tile) => allowedTile(tile, forbidden)),
  }));
  return { ...board, sections, tiles: sections.flatMap(({ tiles }) => tiles) };
}

function allowedTile(tile: TileConfig | BrokenTile, forbidden: ReadonlySet<string>): TileConfig | BrokenTile {
  if (tile.type === 'broken') return tile;
  const topics = tile.topics.filter((topic) => forbidden.has(topic));
  if (topics.length === 0) return tile;
  const { title, width, height } = tile;
  return { type: 'broken', title, errors: topics, isForbidden: true, width, height };
}
