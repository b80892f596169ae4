import './number.css';
import { spanText } from '../../format/time.ts';
import { formatValue } from '../../format/units.ts';
import type { Series } from '../../series/series.ts';
import { SeriesGroup } from '../../series/series-group.ts';
import { Figure } from '../figure.ts';
import type { NumberTileConfig } from '../generated/tile-config.ts';
import { levelOf } from '../level.ts';
import { seriesTable } from '../series-table.ts';
import { showSeriesAlarms } from '../show-alarms.ts';
import type { Tile, TileContext } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';
import { type Change, changeOf } from './change.ts';
import { Sparkline } from './sparkline.ts';

/**
 * One value in large type, its change over the window, and its course as a small line. The first of several series counts.
 */
export class NumberTile implements Tile {
  readonly element: HTMLElement;
  private readonly frame: TileFrame;
  private readonly figure = new Figure();
  private readonly sparkline = new Sparkline();
  private readonly group: SeriesGroup;

  constructor(
    private readonly config: NumberTileConfig,
    private readonly context: TileContext,
  ) {
    this.frame = new TileFrame('number', config.title, config.description);
    this.frame.body.append(this.figure.element, this.sparkline.canvas);
    this.frame.offerData(() => seriesTable(this.group, 0, config.decimals));
    this.element = this.frame.element;
    this.group = new SeriesGroup(context.store, config, () => context.scheduler.invalidate(this));
    context.router.add(this.group);
    new ResizeObserver(() => context.scheduler.invalidate(this)).observe(this.sparkline.canvas);
  }

  draw(now: number): void {
    if (!showSeriesAlarms(this.frame, this.group.list.slice(0, 1), this.config, now, this.group.unusable)) return;
    const series = this.group.list[0];
    const value = series?.lastValue;
    const { unit } = this.group;
    // An earlier time may have no value.
    if (series === undefined || value === undefined) {
      this.figure.set({ number: '–', unit: '' });
      return;
    }
    const { palette } = this.context.theme;
    const from = this.context.store.windowStart(now);
    this.figure.set(formatValue(value, unit, this.config.decimals), this.change(series, value, from));
    this.figure.setRemarkTitle(`change in the last ${spanText(now - from)}`);

    const level = levelOf(value, this.config.thresholds);
    const colour = (level === undefined ? palette.series[0] : palette[level]) ?? palette.text;
    // About a tenth of the text's size: 1.5 pixels on a usual screen.
    const lineWidth = Number.parseFloat(getComputedStyle(this.element).fontSize) * 0.105;
    this.sparkline.draw(series, { from, to: now, colour, lineWidth });
  }

  private change({ points }: Series, value: number, from: number): Change | undefined {
    const first = points.firstFrom(from);
    return first >= points.length - 1
      ? undefined
      : changeOf(points.valueAt(first), value, this.group.unit, this.config.decimals);
  }
}
