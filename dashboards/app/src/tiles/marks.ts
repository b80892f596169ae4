import type { Level, TileConfig } from '../board/board.ts';
import { staleFor } from '../draw/staleness.ts';
import type { Series } from '../series/series.ts';
import type { Unfit } from '../series/unfit.ts';
import { levelOf, worst } from './level.ts';
import { waitingText } from './tile.ts';
import type { TileFrame } from './tile-frame.ts';

/** One of the values that a tile shows: a series', a row's, a cell's. */
export interface ShownValue {
  readonly lastTime: number;
  readonly interval: number | undefined;
  readonly level: Level | undefined;
}

/** What a tile's values make of the tile. */
export interface TileState {
  /** How long there has been no data, once that is too long for every value. */
  readonly silence: number | undefined;
  readonly level: Level | undefined;
}

/**
 * The one rule for all tiles. Each value is stale by its own interval, or by the limit that the board gives; what is stale is no longer
 * known to be so and raises no alarm. A tile has the worst level of the values that are not, and is stale itself when all of them are.
 */
export function tileState(values: readonly ShownValue[], now: number, limit: number | undefined): TileState {
  let silence: number | undefined = Number.POSITIVE_INFINITY;
  const levels: (Level | undefined)[] = [];
  for (const value of values) {
    const own = staleFor(now, value.lastTime, value.interval, limit);
    if (own === undefined) {
      silence = undefined;
      levels.push(value.level);
    } else if (silence !== undefined) silence = Math.min(silence, own);
  }
  return { silence: silence === Number.POSITIVE_INFINITY ? undefined : silence, level: worst(levels) };
}

/**
 * Brings a tile's marks up to date: waiting, stale, level. True when it has something to draw. `unfit` is what came and is nothing that
 * the tile shows.
 */
export function mark(
  frame: TileFrame, isEmpty: boolean, values: readonly ShownValue[], config: TileConfig, now: number, unfit?: Unfit,
): boolean {
  if (isEmpty) {
    frame.setEmpty(unfit?.text(config.value) ?? waitingText(config));
    return false;
  }
  frame.setEmpty();
  const { silence, level } = tileState(values, now, config.stale);
  frame.setStale(silence);
  frame.setLevel(level);
  return true;
}

/** The same of series, whose last values have the levels. */
export function markSeries(frame: TileFrame, series: readonly Series[], config: TileConfig, now: number, unfit: Unfit): boolean {
  return mark(frame, series.length === 0, series.map((one) => seriesValue(one, config)), config, now, unfit);
}

function seriesValue({ lastTime, interval, lastValue }: Series, { thresholds }: TileConfig): ShownValue {
  return { lastTime, interval, level: levelOf(lastValue, thresholds) };
}
