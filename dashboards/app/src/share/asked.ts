/** What an address asks of the page beside its board. */
export interface Asked {
  readonly kiosk: boolean;
  /** The one tile to show, by its name. */
  readonly tile: string | undefined;
  readonly playlist: AskedPlaylist | undefined;
}

export interface AskedPlaylist {
  /** Names of boards, each once. */
  readonly boards: readonly string[];
  /** Milliseconds that each is shown. */
  readonly every: number;
}

/** More boards are no longer looked at, and each takes memory. */
export const mostBoards = 20;

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const usualTurn = 30_000;
/** Faster nobody reads, and a week is for ever. */
const turns = { least: 5_000, most: 7 * 86_400_000 };

export function readAsked(search: string): Asked {
  const query = new URLSearchParams(search);
  const boards = [...new Set((query.get('playlist') ?? '').split(',').map((name) => name.trim()).filter((name) => name !== ''))];
  const tile = query.get('tile') ?? undefined;
  return {
    tile: tile === '' ? undefined : tile,
    kiosk: query.has('kiosk'),
    playlist: boards.length < 2 ? undefined : { boards: boards.slice(0, mostBoards), every: readTurn(query.get('every') ?? '') },
  };
}

/** `30s`, `2m`, `1h`; a bare number is seconds. */
function readTurn(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|h)?$/.exec(text);
  if (match === null) return usualTurn;
  const milliseconds = Number(match[1]) * (units[match[2] ?? 's'] ?? 1_000);
  return Math.min(turns.most, Math.max(turns.least, milliseconds));
}

/** The query with these parameters set, or without those that are undefined; an empty one stands without `=`. */
export function withParameters(search: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) query.delete(name);
    else query.set(name, value);
  }
  // Names between commas read as they were written.
  const text = query.toString().replaceAll('%2C', ',').replace(/(^|&)kiosk=(?=&|$)/, '$1kiosk');
  return text === '' ? '' : `?${text}`;
}
