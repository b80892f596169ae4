import type { Series } from '../series/series.ts';
import type { UnusableEvent } from '../series/unusable-event.ts';
import { type AlarmRow, type Alarms, alarmsOf } from './alarms.ts';
import type { Threshold } from './generated/fields.ts';
import { levelOf } from './level.ts';
import { waitingText } from './tile.ts';
import type { TileFrame } from './tile-frame.ts';

/** The settings on which alarms depend. */
interface AlarmConfig {
  readonly topics: readonly string[];
  readonly value?: string;
  readonly stale?: number;
}

/**
 * Shows on a tile what it waits for, or what is wrong with its rows, which it returns. Undefined when there is nothing to
 * draw. `unusable` is what came and is nothing that the tile shows.
 */
export function showAlarms(
  frame: TileFrame,
  rows: readonly AlarmRow[] | undefined,
  config: AlarmConfig,
  now: number,
  unusable?: UnusableEvent,
): Alarms | undefined {
  if (rows === undefined) {
    frame.setEmpty(unusable?.text(config.value) ?? waitingText(config));
    return undefined;
  }
  frame.setEmpty();
  const alarms = alarmsOf(rows, now, config.stale);
  frame.setStale(alarms.silence);
  frame.setLevel(alarms.level);
  return alarms;
}

/** The same for series: the level is that of the last value. */
export function showSeriesAlarms(
  frame: TileFrame,
  series: readonly Series[],
  config: AlarmConfig & { readonly thresholds: readonly Threshold[] },
  now: number,
  unusable: UnusableEvent,
): Alarms | undefined {
  const rowOf = ({ lastTime, interval, lastValue }: Series) => ({
    lastTime,
    interval,
    level: levelOf(lastValue, config.thresholds),
  });
  return showAlarms(frame, series.length === 0 ? undefined : series.map(rowOf), config, now, unusable);
}
