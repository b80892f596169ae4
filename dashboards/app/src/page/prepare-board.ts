import { allowedBoard } from '../board/allowed-board.ts';
import type { Board } from '../board/board.ts';
import { readBoard } from '../board/read-board.ts';
import { type VariableValues, withValues } from '../board/with-values.ts';
import { onlyTile } from '../share/tile-names.ts';
import { loadTileTypes } from '../tiles/tile-types.ts';
import type { ForbiddenTopics } from './forbidden-topics.ts';

export interface BoardRequest {
  /** The file's JSON, and the values of its variables. */
  readonly file: unknown;
  readonly values: VariableValues;
  /** The one tile to show, by its name; all unless set. */
  readonly tile: string | undefined;
  /** Whether the reader may save it, and so may follow everything. */
  readonly mayEdit: boolean;
  readonly forbidden: ForbiddenTopics;
}

export interface PreparedBoard {
  readonly board: Board;
  /** The topics of it that the reader may not follow. */
  readonly forbidden: readonly string[];
}

/** Reads a board, and loads what its tiles need. Undefined when the file cannot be shown, or the service is away. */
export async function prepareBoard({
  file,
  values,
  tile,
  mayEdit,
  forbidden,
}: BoardRequest): Promise<PreparedBoard | undefined> {
  const result = readBoard(withValues(file, values));
  if ('errors' in result) return undefined;
  const board = tile === undefined ? result.board : onlyTile(result.board, tile);
  const [refused, isLoaded] = await Promise.all([
    forbidden.of(mayEdit ? [] : topicsOf(board)),
    loadTileTypes(board.tiles).then(() => true, whyNotLoaded),
  ]);
  return isLoaded ? { board: allowedBoard(board, refused), forbidden: [...refused] } : undefined;
}

/** The topics of all tiles that can be shown. */
export function topicsOf({ tiles }: Board): readonly string[] {
  return tiles.flatMap((tile) => (tile.type === 'broken' ? [] : tile.topics));
}

/**
 * A file that cannot be fetched is a TypeError: it comes when the service is back. Any other error is a fault of the page.
 */
function whyNotLoaded(error: unknown): false {
  if (!(error instanceof TypeError)) reportError(error);
  return false;
}
