import { staleFor } from '../draw/staleness.ts';
import { type Level, worst } from './level.ts';

/** One of the values that a tile shows: of a series, a row or a cell. */
export interface AlarmRow {
  readonly lastTime: number;
  /** The usual time between its events, as far as it is known. */
  readonly interval: number | undefined;
  readonly level: Level | undefined;
}

/** What is wrong with the rows of a tile, and with the tile. */
export interface Alarms {
  /** Of each row: how long there has been no data, once that is too long. */
  readonly silences: readonly (number | undefined)[];
  /** The same of the tile: it is silent when all its rows are. */
  readonly silence: number | undefined;
  /** The worst level of the rows that are not silent. */
  readonly level: Level | undefined;
}

/**
 * The one rule for all tiles. A row is stale by its own interval, or by the limit that the board gives. What is stale raises
 * no alarm: nobody knows whether it is still so.
 */
export function alarmsOf(rows: readonly AlarmRow[], now: number, limit: number | undefined): Alarms {
  const silences = rows.map(({ lastTime, interval }) => staleFor(now, lastTime, interval, limit));
  const known = silences.filter((silence) => silence !== undefined);
  return {
    silences,
    silence:
      known.length > 0 && known.length === rows.length ? known.reduce((one, other) => Math.min(one, other)) : undefined,
    level: worst(rows.map(({ level }, i) => (silences[i] === undefined ? level : undefined))),
  };
}
