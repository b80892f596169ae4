import type { TileConfig } from '../board/board.ts';
import { staleFor } from '../draw/staleness.ts';
import type { SeriesGroup } from '../series/series-group.ts';
import { levelOf, worst } from './level.ts';
import { waitingText } from './tile.ts';
import type { TileFrame } from './tile-frame.ts';

/** Brings a series tile's marks up to date: waiting, stale, level. True when it has something to draw. */
export function markSeries(frame: TileFrame, group: SeriesGroup, config: TileConfig, now: number): boolean {
  if (group.list.length === 0) {
    frame.setEmpty(waitingText(config));
    return false;
  }
  frame.setEmpty();
  const silence = staleFor(now, group.lastTime, group.interval, config.stale);
  frame.setStale(silence);
  // What is no longer known to be so raises no alarm.
  const levels = silence === undefined ? group.list.map((series) => levelOf(series.lastValue, config.thresholds)) : [];
  frame.setLevel(worst(levels));
  return true;
}
