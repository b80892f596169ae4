import './meter.css';
import { element } from '../../dom/element.ts';
import { formatText, formatValue } from '../../format/units.ts';
import { SeriesGroup } from '../../series/series-group.ts';
import { Figure } from '../figure.ts';
import type { Threshold } from '../generated/fields.ts';
import type { MeterTileConfig } from '../generated/tile-config.ts';
import { seriesTable } from '../series-table.ts';
import { showSeriesAlarms } from '../show-alarms.ts';
import type { Tile, TileContext } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';

/** A value within its range, as a bar with its thresholds marked. The range is 0 to 100 unless the board says. */
export class MeterTile implements Tile {
  readonly element: HTMLElement;
  private readonly frame: TileFrame;
  private readonly figure = new Figure();
  private readonly fill = element('div', { class: 'meter-fill' });
  private readonly bar: HTMLElement;
  private readonly group: SeriesGroup;
  private readonly min: number;
  private readonly max: number;

  constructor(
    private readonly config: MeterTileConfig,
    context: TileContext,
  ) {
    this.min = config.min ?? 0;
    this.max = config.max ?? Math.max(100, this.min + 1);
    this.frame = new TileFrame('meter', config.title, config.description);
    const limits = { 'aria-valuemin': String(this.min), 'aria-valuemax': String(this.max) };
    const track = element('div', { class: 'meter-track' }, this.fill);
    const marks = config.thresholds.flatMap((threshold) => this.mark(threshold) ?? []);
    this.bar = element('div', { class: 'meter', role: 'meter', 'aria-label': config.title, ...limits }, track, ...marks);
    this.frame.body.append(this.figure.element, this.bar);
    this.frame.offerData(() => seriesTable(this.group, 0, config.decimals));
    this.element = this.frame.element;
    this.group = new SeriesGroup(context.store, config, () => context.scheduler.invalidate(this));
    context.router.add(this.group);
  }

  draw(now: number): void {
    if (!showSeriesAlarms(this.frame, this.group.list.slice(0, 1), this.config, now, this.group.unusable)) return;
    const value = this.group.list[0]?.lastValue;
    // An earlier time may have no value.
    if (value === undefined) {
      this.showNone();
      return;
    }
    const { unit } = this.group;
    const { decimals } = this.config;
    this.figure.set(
      formatValue(value, unit, decimals),
      unit === '%' ? undefined : { text: `of ${formatText(this.max, unit)}` },
    );
    this.fill.style.transform = `scaleX(${this.share(value)})`;
    this.bar.setAttribute('aria-valuenow', String(value));
    this.bar.setAttribute('aria-valuetext', formatText(value, unit, decimals));
  }

  private showNone(): void {
    this.figure.set({ number: '–', unit: '' });
    this.fill.style.transform = 'scaleX(0)';
    this.bar.setAttribute('aria-valuenow', String(this.min));
    this.bar.setAttribute('aria-valuetext', 'no value');
  }

  /** Where the value lies in the range, from 0 to 1. */
  private share(value: number): number {
    return Math.min(1, Math.max(0, (value - this.min) / (this.max - this.min)));
  }

  private mark({ above, below, level }: Threshold): HTMLElement | undefined {
    const share = this.share(above ?? below ?? this.min);
    if (share <= 0 || share >= 1) return undefined;
    const mark = element('i', { class: `meter-mark is-${level}` });
    mark.style.left = `${share * 100}%`;
    return mark;
  }
}
