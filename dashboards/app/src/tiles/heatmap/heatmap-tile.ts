import '../../chart/chart.css';
import './heatmap.css';
import type { FeedEvent } from '@livefeed/client/engine';
import { ChartDescription, enumerate } from '../../chart/chart-description.ts';
import type { TimeRange } from '../../chart/zoom.ts';
import { bindZoomKeys } from '../../chart/zoom-keys.ts';
import type { DataTable } from '../../dom/data-dialog.ts';
import { setText } from '../../dom/element.ts';
import type { EventSink, Origin, ValueCounts } from '../../feed/event-router.ts';
import { clockTime } from '../../format/time.ts';
import { formatText, formatTick } from '../../format/units.ts';
import { readValue } from '../../series/read-value.ts';
import { SeriesGroup } from '../../series/series-group.ts';
import type { PastSpan, Rewindable } from '../../time/rewindable.ts';
import type { HeatmapTileConfig } from '../generated/tile-config.ts';
import { showSeriesAlarms } from '../show-alarms.ts';
import { extentOf } from '../sparklines/trace-points.ts';
import type { Tile, TileContext } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';
import { type HeatCells, heatCells } from './heat-cells.ts';
import { HeatChart } from './heat-chart.ts';
import { HeatCounts } from './heat-counts.ts';
import { HeatLegend } from './heat-legend.ts';
import { readCounts } from './read-counts.ts';

/** The distribution of values over time: cells of time and value, the darker the more values fell into them. */
export class HeatmapTile implements Tile, EventSink, Rewindable {
  readonly element: HTMLElement;
  private readonly frame: TileFrame;
  private readonly chart = new HeatChart();
  private readonly description: ChartDescription;
  private window: TimeRange = { from: 0, to: 0 };
  private readonly legend = new HeatLegend();
  private readonly group: SeriesGroup;
  private counts: HeatCounts;
  /** Shown instead: the values at the pause, or an earlier window. */
  private held: HeatCounts | undefined;
  private past: HeatCounts | undefined;
  private cells: HeatCells | undefined;

  constructor(
    private readonly config: HeatmapTileConfig,
    private readonly context: TileContext,
  ) {
    this.frame = new TileFrame('heatmap', config.title, config.description);
    this.frame.body.append(this.legend.element, this.chart.canvas);
    this.description = new ChartDescription(this.chart.canvas, config.title);
    bindZoomKeys(this.chart.canvas, context.zoom, () => this.window);
    this.frame.offerData(() => this.table());
    this.element = this.frame.element;
    this.group = new SeriesGroup(context.store, config, () => context.scheduler.invalidate(this));
    this.counts = new HeatCounts(context.store.window);
    if (config.unit !== undefined) this.counts.setUnit(config.unit);
    context.router.add(this);
    context.rewindables?.add(this);
    new ResizeObserver(() => context.scheduler.invalidate(this)).observe(this.chart.canvas);
    this.chart.onPoint((column, row) => this.cellText(column, row));
  }

  wants(topic: string): boolean {
    return this.group.wants(topic);
  }

  accept(event: FeedEvent, origin: Origin): void {
    this.group.accept(event);
    // History counts only where it is read event by event: a series has only some of the points.
    if (origin === 'history' && event.position === undefined) return;
    const value = readValue(event.data, this.config.value);
    if (value === undefined || !this.group.has(event.topic)) return;
    this.counts.setUnit(this.group.unit);
    this.counts.add(event.time, value);
  }

  acceptCounts(counts: ValueCounts): void {
    if (!this.group.has(counts.topic)) return;
    this.counts.setUnit(this.group.unit);
    this.counts.addCounts(counts);
  }

  adopt(before: Tile): void {
    if (before instanceof HeatmapTile) this.counts = before.counts;
  }

  /** The series of the earlier window are read already. They say which range of values to count. */
  async readPast({ from, to, signal }: PastSpan): Promise<() => void> {
    const shown = this.group.list.map(({ points }) => extentOf(points, 0)).filter(({ low, high }) => low <= high);
    const past = new HeatCounts(this.context.store.window);
    past.setUnit(this.group.unit);
    if (shown.length > 0) {
      const [low, high] = [Math.min(...shown.map((one) => one.low)), Math.max(...shown.map((one) => one.high))];
      const { topics, value } = this.config;
      const { counts } = await readCounts({
        topics,
        value,
        window: to - from,
        to,
        unit: this.group.unit,
        low,
        high,
        signal,
      });
      for (const one of counts) if (this.group.has(one.topic)) past.addCounts(one);
    }
    return () => (this.past = past);
  }

  hold(): void {
    this.held ??= this.counts.copy();
  }

  showLive(): void {
    this.past = undefined;
  }

  release(): void {
    this.held = undefined;
  }

  close(): void {
    this.context.rewindables?.delete(this);
  }

  draw(now: number): void {
    if (!showSeriesAlarms(this.frame, this.group.list, this.config, now, this.group.unusable)) return;
    const { room } = this.chart;
    if (room === undefined) return;
    const { palette } = this.context.theme;
    const { unit } = this.group;
    const { from, to } = this.context.zoom.range ?? { from: this.context.store.windowStart(now), to: now };
    this.cells = heatCells(this.past ?? this.held ?? this.counts, {
      from,
      to,
      unit,
      // Cells are about as large as the text.
      maxColumns: room.width / (room.textSize * 0.8),
      maxRows: room.height / (room.textSize * 1.1),
      min: this.config.min,
      max: this.config.max,
    });
    setText(this.frame.note, this.group.leftOut.text);
    this.legend.set(this.cells.most, palette.series[0] ?? palette.text);
    this.chart.draw({ cells: this.cells, from, to, unit, palette });
    this.window = { from: this.context.store.windowStart(now), to: now };
    this.description.set(() => this.words(unit));
  }

  /** How full the fullest cell is, and the latest value of each series. */
  private words(unit: string): string {
    const latest = this.group.list.map(({ lastValue }, i) => {
      const value = lastValue === undefined ? 'unknown' : formatText(lastValue, unit, this.config.decimals);
      return `${this.group.labels[i]} ${value}`;
    });
    return `at most ${this.cells?.most ?? 0} values in a cell; the latest ${enumerate(latest)}`;
  }

  private cellText(column: number, row: number): string {
    const { cells } = this;
    if (cells === undefined || column >= cells.columns) return '';
    const count = cells.counts[column * cells.rows + row] ?? 0;
    return `${this.timeText(cells, column)}, ${this.valueText(cells, row)}: ${count === 1 ? '1 value' : `${count} values`}`;
  }

  private table(): DataTable {
    const { cells } = this;
    const rows: string[][] = [];
    for (let column = (cells?.columns ?? 0) - 1; cells !== undefined && column >= 0; column--) {
      for (let row = cells.rows - 1; row >= 0; row--) {
        const count = cells.counts[column * cells.rows + row] ?? 0;
        if (count > 0) rows.push([this.timeText(cells, column), this.valueText(cells, row), String(count)]);
      }
    }
    return { columns: ['From', 'Values', 'Count'], rows };
  }

  private timeText({ from, timeStep }: HeatCells, column: number): string {
    return clockTime(from + column * timeStep);
  }

  private valueText({ low, valueStep }: HeatCells, row: number): string {
    const edge = (at: number) => formatTick(low + at * valueStep, valueStep, this.group.unit);
    return `${edge(row)} to ${edge(row + 1)}`;
  }
}
