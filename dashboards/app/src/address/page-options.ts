import { spanUnits } from './span.ts';

/** The options of the page in its address. */
export interface PageOptions {
  readonly kiosk: boolean;
  /** The one tile to show, by its name. */
  readonly tile: string | undefined;
  readonly playlist: PlaylistOptions | undefined;
  /** Whether the editor is to be opened: the board was just made. */
  readonly edit: boolean;
}

export interface PlaylistOptions {
  /** Names of boards, each once. */
  readonly boards: readonly string[];
  /** Milliseconds that each is shown. */
  readonly every: number;
}

/** Max boards of a playlist: each takes memory. */
export const maxBoards = 20;

const usualTurn = 30_000;
/** The least and the greatest time of a turn, in milliseconds. */
const turns = { least: 5_000, most: 7 * 86_400_000 };

export function readPageOptions(search: string): PageOptions {
  const query = new URLSearchParams(search);
  const boards = [
    ...new Set(
      (query.get('playlist') ?? '')
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ),
  ];
  const tile = query.get('tile') ?? undefined;
  return {
    tile: tile === '' ? undefined : tile,
    kiosk: query.has('kiosk'),
    edit: query.has('edit'),
    playlist:
      boards.length < 2 ? undefined : { boards: boards.slice(0, maxBoards), every: readTurn(query.get('every') ?? '') },
  };
}

/** `30s`, `2m`, `1h`; a bare number is seconds. */
function readTurn(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|h)?$/.exec(text);
  if (match === null) return usualTurn;
  const milliseconds = Number(match[1]) * (spanUnits[match[2] ?? 's'] as number);
  return Math.min(turns.most, Math.max(turns.least, milliseconds));
}
