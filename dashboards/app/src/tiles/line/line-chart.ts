import uPlot from 'uplot';
import { axisRange, axisTicks } from '../../chart/scale.ts';
import { timeLabels, timeTicks } from '../../chart/time-axis.ts';
import type { TimeRange } from '../../chart/zoom.ts';
import { formatTick } from '../../format/units.ts';
import type { Palette } from '../../theme/theme.ts';
import type { LineTileConfig } from '../generated/tile-config.ts';
import type { AlignedRows } from './align.ts';
import { isolated } from './isolated.ts';
import { drawThresholds } from './threshold-layer.ts';

export interface LineChartSettings {
  readonly target: HTMLElement;
  readonly config: LineTileConfig;
  readonly unit: string;
  readonly seriesCount: number;
  readonly palette: Palette;
  /** Pixels of the page's text, from which the chart's is made. */
  readonly textSize: number;
  /** Called with the row under the cursor; null when there is none. */
  onCursor(row: number | null): void;
  /** Called with what was dragged over; with nothing when it is to be left again. */
  onZoom(range: TimeRange | undefined): void;
}

/** One uPlot chart. It is made anew when what it was made from changes; data only moves through it. */
export class LineChart {
  private readonly plot: uPlot;
  private readonly lineWidth: number;

  constructor(settings: LineChartSettings) {
    const { target } = settings;
    // Lines grow with the text, so that a wall of four times the pixels shows the same picture.
    this.lineWidth = Math.max(1.5, settings.textSize * 0.145);
    const empty: uPlot.AlignedData = [[], ...Array.from({ length: settings.seriesCount }, () => [])];
    this.plot = new uPlot(options(settings), empty, target);
  }

  draw({ times, columns }: AlignedRows, from: number, to: number): void {
    // Where points outnumber pixels a stroke of more than one costs six times as much, and only smears what it shows.
    const width = times.length > this.plot.bbox.width / devicePixelRatio ? 1 : this.lineWidth;
    this.plot.batch(() => {
      for (const series of this.plot.series) series.width = width;
      this.plot.setData([times, ...columns] as uPlot.AlignedData, false);
      this.plot.setScale('x', { min: from, max: to });
    });
  }

  resize(width: number, height: number): void {
    if (width !== this.plot.width || height !== this.plot.height) this.plot.setSize({ width, height });
  }

  destroy(): void {
    this.plot.destroy();
  }
}

function options(settings: LineChartSettings): uPlot.Options {
  const { target, config, palette, unit, onCursor, onZoom } = settings;
  return {
    width: target.clientWidth,
    height: target.clientHeight,
    // Times are milliseconds.
    ms: 1,
    padding: [Math.round(settings.textSize * 0.5), Math.round(settings.textSize * 0.5), 0, 0],
    legend: { show: false },
    // One key for the page: the cursor of one chart shows in all, at the same time.
    cursor: {
      y: false,
      // A selection zooms all charts, so uPlot does not apply it to this one.
      drag: { x: true, y: false, setScale: false, dist: 8 },
      bind: {
        dblclick: () => () => {
          onZoom(undefined);
          return null;
        },
      },
      points: { size: settings.textSize * 0.65, width: settings.textSize * 0.18, stroke: () => palette.surface },
      sync: { key: 'livefeed', setSeries: false, scales: ['x', null] },
    },
    scales: {
      x: { time: true },
      y: { range: (_, low, high) => axisRange(low ?? 0, high ?? 0, unit, config.min, config.max) },
    },
    series: [{}, ...Array.from({ length: settings.seriesCount }, (_, i) => line(i, settings))],
    axes: [timeAxis(settings), valueAxis(settings)],
    hooks: {
      setSelect: [(chart) => readSelection(chart, onZoom)],
      setCursor: [(chart) => onCursor(chart.cursor.idx ?? null)],
      drawClear: [(chart) => drawThresholds(chart, config.thresholds, palette, settings.textSize / 11)],
    },
  };
}

/** Charts of one cursor are told of each other's drags as well: only the one that has the pointer speaks. */
function readSelection(chart: uPlot, onZoom: LineChartSettings['onZoom']): void {
  const { left, width } = chart.select;
  if (width <= 0) return;
  if (chart.cursor.event != null) onZoom({ from: chart.posToVal(left, 'x'), to: chart.posToVal(left + width, 'x') });
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

/** More series than colours: the second round is dashed, the third dotted. */
const dashes = [[], [6, 4], [2, 3]];

function line(index: number, { palette, config, seriesCount, textSize }: LineChartSettings): uPlot.Series {
  const colour = palette.series[index % palette.series.length] ?? palette.text;
  const dash = dashes[Math.floor(index / palette.series.length) % dashes.length] ?? [];
  return {
    stroke: colour,
    // Between pixels, too: rounded to whole ones a line has steps.
    pxAlign: 0,
    ...(dash.length > 0 ? { dash } : {}),
    // Areas lie on each other: the more there are, the fainter each.
    ...(config.area ? { fill: `color-mix(in srgb, ${colour} ${seriesCount > 2 ? 6 : 12}%, transparent)` } : {}),
    points: {
      show: false,
      size: textSize * 0.45,
      fill: colour,
      filter: (chart, series) => isolated(chart.data[series] as (number | null | undefined)[]),
    },
  };
}

function axis({ palette, textSize }: LineChartSettings): uPlot.Axis {
  return {
    font: `${textSize}px ${getComputedStyle(document.body).fontFamily}`,
    stroke: palette.muted,
    grid: { stroke: palette.grid, width: 1 },
    ticks: { show: false },
  };
}

function timeAxis(settings: LineChartSettings): uPlot.Axis {
  const { textSize } = settings;
  return {
    ...axis(settings),
    grid: { show: false },
    size: Math.round(textSize * 1.9),
    gap: Math.round(textSize * 0.5),
    splits: (chart, _, from, to) => {
      const left = chart.bbox.left / devicePixelRatio;
      const width = chart.bbox.width / devicePixelRatio;
      // A label is about five times as wide as the text is high; one that the chart's edge would cut is left out.
      const half = textSize * 2.5;
      const perPixel = (to - from) / Math.max(1, width);
      const first = from + perPixel * Math.max(0, half - left);
      return timeTicks(first, to - perPixel * (half - textSize * 0.5), width / (textSize * 7));
    },
    values: (_, times) => timeLabels(times),
  };
}

function valueAxis(settings: LineChartSettings): uPlot.Axis {
  const { unit, textSize } = settings;
  let step = 1;
  const shared = axis(settings);
  const measured = { text: '', width: 0 };
  return {
    ...shared,
    gap: Math.round(textSize * 0.5),
    // As wide as its longest label, which uPlot cannot know before it has made them.
    size: (chart, values) => {
      const longest = (values ?? []).reduce((one, other) => (other.length > one.length ? other : one), '');
      if (longest !== measured.text) {
        chart.ctx.font = shared.font as string;
        measured.text = longest;
        measured.width = chart.ctx.measureText(longest).width;
      }
      return Math.ceil(measured.width + textSize * 0.5) + 1;
    },
    splits: (chart, _, low, high) => {
      const ticks = axisTicks(low, high, chart.height / (textSize * 3.4), unit);
      step = ticks.step;
      return ticks.values;
    },
    values: (_, values) => values.map((value) => formatTick(value, step, unit)),
  };
}
