import type { Level, TileConfig } from '../board/board.ts';
import { staleFor } from '../draw/staleness.ts';
import type { LatestGroup } from '../series/latest-group.ts';
import { worst } from './level.ts';
import { waitingText } from './tile.ts';
import type { TileFrame } from './tile-frame.ts';

/** Brings the marks of a tile of latest values up to date: waiting, stale, level. True when it has something to draw. */
export function markLatest(
  frame: TileFrame,
  group: LatestGroup,
  config: TileConfig,
  now: number,
  levels: () => readonly (Level | undefined)[],
): boolean {
  if (group.rows.length === 0) {
    frame.setEmpty(waitingText(config));
    return false;
  }
  frame.setEmpty();
  const silence = staleFor(now, group.lastTime, group.interval, config.stale);
  frame.setStale(silence);
  // What is no longer known to be so raises no alarm.
  frame.setLevel(silence === undefined ? worst(levels()) : undefined);
  return true;
}
