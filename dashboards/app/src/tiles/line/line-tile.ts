import './line.css';
import { ChartDescription, enumerate } from '../../chart/chart-description.ts';
import type { TimeRange } from '../../chart/zoom.ts';
import { bindZoomKeys } from '../../chart/zoom-keys.ts';
import type { DataTable } from '../../dom/data-dialog.ts';
import { element, setText } from '../../dom/element.ts';
import { staleFor } from '../../draw/staleness.ts';
import { Throttle } from '../../draw/throttle.ts';
import { clockTime, eventTime } from '../../format/time.ts';
import { formatText } from '../../format/units.ts';
import type { Series } from '../../series/series.ts';
import { SeriesGroup } from '../../series/series-group.ts';
import type { Palette } from '../../theme/theme.ts';
import type { LineTileConfig } from '../generated/tile-config.ts';
import { showSeriesAlarms } from '../show-alarms.ts';
import type { Tile, TileContext } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';
import { type AlignedRows, align } from './align.ts';
import { Legend } from './legend.ts';
import { LineChart } from './line-chart.ts';

/** Values of one tick are at most this fraction of the shortest interval apart. */
const tickShare = 0.45;

/**
 * Milliseconds between two writings of the values in the legend: faster ones cannot be read, and cost more than the line.
 */
const legendEvery = 400;

/** Series over the window, with a legend that shows the values now or under the cursor. */
export class LineTile implements Tile {
  readonly element: HTMLElement;
  private readonly frame: TileFrame;
  private readonly plotArea = element('div', { class: 'plot' });
  private readonly legend = new Legend();
  // In a frame, not by a timer: timers of many charts would cost a layout each.
  private readonly legendPace = new Throttle(
    legendEvery,
    () => this.writeLegend(),
    () => this.context.scheduler.invalidate(this),
  );
  /** The values in the legend, and the time of the last draw. */
  private legendOf = '';
  private now = 0;
  private readonly description: ChartDescription;
  private readonly group: SeriesGroup;
  private chart: LineChart | undefined;
  /** What the chart was made from. When this changes, the chart is made anew. */
  private madeFrom = '';
  private madeWith: Palette | undefined;
  private rows: AlignedRows = { times: [], columns: [] };
  private cursorRow: number | null = null;
  private window: TimeRange = { from: 0, to: 0 };
  private size = { width: 0, height: 0, textSize: 0 };

  constructor(
    private readonly config: LineTileConfig,
    private readonly context: TileContext,
  ) {
    this.frame = new TileFrame('line', config.title, config.description);
    this.frame.body.append(this.legend.element, this.plotArea);
    this.description = new ChartDescription(this.plotArea, config.title);
    bindZoomKeys(this.plotArea, context.zoom, () => this.window);
    this.frame.offerData(() => this.table());
    this.element = this.frame.element;
    this.group = new SeriesGroup(context.store, config, () => context.scheduler.invalidate(this));
    context.router.add(this.group);
    new ResizeObserver(() => this.measure()).observe(this.plotArea);
  }

  draw(now: number): void {
    this.now = now;
    if (!showSeriesAlarms(this.frame, this.group.list, this.config, now, this.group.unusable)) return;
    const { from, to } = this.context.zoom.range ?? { from: this.context.store.windowStart(now), to: now };
    this.rows = align(this.group.list, from, (this.group.interval ?? 0) * tickShare);
    this.legend.setSeries(this.group.labels, this.context.theme.palette.series);
    this.chartOfNow()?.draw(this.rows, from, to);
    this.window = { from: this.context.store.windowStart(now), to: now };
  }

  write(): void {
    if (this.frame.isEmpty) return;
    // Only values that are others count: a frame that time alone asked for must not hold up the next value.
    const values = JSON.stringify(this.values());
    if (values !== this.legendOf) this.legendPace.ask();
    this.description.set(() => this.words());
  }

  close(): void {
    this.legendPace.stop();
    this.chart?.destroy();
  }

  /** Reads sizes, which costs a layout, only when they may have changed: at each draw it was half of its cost. */
  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.plotArea;
    this.size = { width, height, textSize: Number.parseFloat(getComputedStyle(this.plotArea).fontSize) };
    this.context.scheduler.invalidate(this);
  }

  /** The chart, made or resized to fit; nothing while the tile is not laid out. */
  private chartOfNow(): LineChart | undefined {
    const { width, height, textSize } = this.size;
    if (width === 0 || height === 0) return undefined;
    const { palette } = this.context.theme;
    const source = [this.group.list.length, this.group.unit, textSize, devicePixelRatio].join(' ');
    if (source !== this.madeFrom || palette !== this.madeWith) {
      this.chart?.destroy();
      this.madeFrom = source;
      this.madeWith = palette;
      this.cursorRow = null;
      this.chart = new LineChart({
        target: this.plotArea,
        config: this.config,
        unit: this.group.unit,
        seriesCount: this.group.list.length,
        palette,
        textSize,
        onCursor: (row) => {
          this.cursorRow = row;
          this.writeLegend();
        },
        onZoom: (range) => this.context.zoom.set(range),
      });
    }
    this.chart?.resize(width, height);
    return this.chart;
  }

  private writeLegend(): void {
    const row = this.cursorRow;
    const time = row === null ? undefined : this.rows.times[row];
    setText(this.frame.note, time === undefined ? this.group.leftOut.text : clockTime(time));
    const values = this.values();
    this.legendOf = JSON.stringify(values);
    this.legend.setValues(
      values.map(({ text }) => text),
      values.map(({ isStale }) => isStale),
    );
  }

  /** Under the cursor, else the last ones; of a series that is dead, what it last was, marked so. */
  private values(): { readonly text: string; readonly isStale: boolean }[] {
    const row = this.cursorRow;
    return this.group.list.map((series, i) => {
      const value = row === null ? series.lastValue : this.rows.columns[i]?.[row];
      const text = value === undefined || value === null ? '–' : formatText(value, this.group.unit, this.config.decimals);
      return { text, isStale: row === null && this.isStale(series) };
    });
  }

  private isStale({ lastTime, interval }: Series): boolean {
    return staleFor(this.now, lastTime, interval, this.config.stale) !== undefined;
  }

  /** Each series' latest value and between which values it lay. */
  private words(): string {
    const text = (value: number) => formatText(value, this.group.unit, this.config.decimals);
    return enumerate(
      this.group.list.map((series, i) => {
        const { lastValue } = series;
        const values = (this.rows.columns[i] ?? []).filter((value) => typeof value === 'number');
        const range = values.length === 0 ? '' : `, from ${text(most(values, Math.min))} to ${text(most(values, Math.max))}`;
        const latest = lastValue === undefined || this.isStale(series) ? 'unknown' : text(lastValue);
        return `${this.group.labels[i]} ${latest}${range}`;
      }),
    );
  }

  /** The values of the chart, newest first. */
  private table(): DataTable {
    const { times, columns } = this.rows;
    const last = times.at(-1) ?? 0;
    const text = (value: number | null | undefined) =>
      value === null || value === undefined ? '–' : formatText(value, this.group.unit, this.config.decimals);
    const rows = times.map((time, i) => [eventTime(time, last), ...columns.map((column) => text(column[i]))]);
    return { columns: ['Time', ...this.group.labels], rows: rows.reverse() };
  }
}

/** Works for more values than a call has arguments. */
function most(values: readonly number[], of: (one: number, other: number) => number): number {
  return values.reduce((one, other) => of(one, other));
}
