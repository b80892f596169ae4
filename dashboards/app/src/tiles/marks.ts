import type { Level, TileConfig } from '../board/board.ts';
import { staleFor } from '../draw/staleness.ts';
import type { Unfit } from '../series/unfit.ts';
import type { SeriesGroup } from '../series/series-group.ts';
import { levelOf, worst } from './level.ts';
import { waitingText } from './tile.ts';
import type { TileFrame } from './tile-frame.ts';

/** What a tile shows together. */
interface Shown {
  readonly isEmpty: boolean;
  readonly lastTime: number;
  readonly interval: number | undefined;
  /** What came that it cannot show. */
  readonly unfit: Unfit;
}

/** Brings a tile's marks up to date: waiting, stale, level. True when it has something to draw. */
export function mark(frame: TileFrame, shown: Shown, config: TileConfig, now: number, levels: () => readonly (Level | undefined)[]): boolean {
  if (shown.isEmpty) {
    frame.setEmpty(shown.unfit.text(config.value) ?? waitingText(config));
    return false;
  }
  frame.setEmpty();
  const silence = staleFor(now, shown.lastTime, shown.interval, config.stale);
  frame.setStale(silence);
  // What is no longer known to be so raises no alarm.
  frame.setLevel(silence === undefined ? worst(levels()) : undefined);
  return true;
}

/** The same of series, whose last values have the levels. */
export function markSeries(frame: TileFrame, group: SeriesGroup, config: TileConfig, now: number): boolean {
  return mark(frame, group, config, now, () => group.list.map((series) => levelOf(series.lastValue, config.thresholds)));
}
