import { fitCanvas } from '../../chart/fit-canvas.ts';
import { niceStep } from '../../chart/scale.ts';
import { drawTimeLabels } from '../../chart/time-labels.ts';
import { formatTick } from '../../format/units.ts';
import type { Palette } from '../../theme/theme.ts';
import type { HeatCells } from './heat-cells.ts';

export interface HeatStyle {
  readonly cells: HeatCells;
  readonly from: number;
  readonly to: number;
  readonly unit: string;
  readonly palette: Palette;
}

interface Layout {
  readonly left: number;
  readonly right: number;
  /** Where the lowest row ends. */
  readonly bottom: number;
  readonly textSize: number;
}

/** Opacities of the shades: few enough to tell apart, and of one hue, which every eye can order. */
export const shades = [0.16, 0.34, 0.55, 0.77, 1] as const;

/** The shade of a count, by its square root: most cells have few values. */
export function shadeOf(count: number, most: number): number {
  return Math.min(shades.length - 1, Math.ceil(Math.sqrt(count / most) * shades.length) - 1);
}

/** Draws cells over time and value, the darker the more values fell into them. */
export class HeatChart {
  readonly canvas = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d');
  private style: HeatStyle | undefined;
  private layout: Layout | undefined;

  constructor() {
    this.canvas.className = 'plot-canvas';
  }

  /** The size of the canvas, in pixels of the page. Undefined while it is not laid out. */
  get room(): { width: number; height: number; textSize: number } | undefined {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0) return undefined;
    return { width, height, textSize: Number.parseFloat(getComputedStyle(this.canvas).fontSize) };
  }

  /** Shows this text for the column and the row under the pointer. */
  onPoint(textOf: (column: number, row: number) => string): void {
    this.canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
      const { style, layout } = this;
      if (style === undefined || layout === undefined) return;
      const { cells } = style;
      const share = (offsetX * devicePixelRatio - layout.left) / (layout.right - layout.left);
      const column = Math.floor((style.from + share * (style.to - style.from) - cells.from) / cells.timeStep);
      const row = Math.floor((1 - (offsetY * devicePixelRatio) / layout.bottom) * cells.rows);
      this.canvas.title = share < 0 || row < 0 ? '' : textOf(column, row);
    });
  }

  draw(style: HeatStyle): void {
    const { context, canvas } = this;
    const size = fitCanvas(canvas);
    if (context === null || size === undefined) return;
    const { cells, from, to, unit, palette } = style;
    const textSize = Number.parseFloat(getComputedStyle(canvas).fontSize) * size.ratio;
    context.clearRect(0, 0, size.width, size.height);
    context.font = `${textSize}px ${getComputedStyle(document.body).fontFamily}`;
    const bottom = size.height - textSize * 1.6;
    const labels = valueLabels(cells, bottom / (textSize * 2.2), unit);
    const left = Math.max(0, ...labels.map(({ text }) => context.measureText(text).width)) + textSize * 0.6;
    this.style = style;
    this.layout = { left, right: size.width, bottom, textSize };

    context.fillStyle = palette.muted;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    for (const { row, text } of labels) {
      const y = Math.min(bottom - textSize / 2, Math.max(textSize / 2, bottom * (1 - row / cells.rows)));
      context.fillText(text, left - textSize * 0.5, y);
    }
    this.drawCells(context, style, this.layout);
    drawTimeLabels(context, { from, to, left, right: size.width, bottom: size.height, textSize, colour: palette.muted });
  }

  private drawCells(
    context: CanvasRenderingContext2D,
    { cells, from, to, palette }: HeatStyle,
    { left, right, bottom }: Layout,
  ): void {
    const x = (time: number) => left + Math.min(1, Math.max(0, (time - from) / (to - from))) * (right - left);
    const height = bottom / cells.rows;
    context.fillStyle = palette.series[0] ?? palette.text;
    for (let column = 0; column < cells.columns; column++) {
      const begin = Math.round(x(cells.from + column * cells.timeStep));
      const width = Math.round(x(cells.from + (column + 1) * cells.timeStep)) - begin;
      for (let row = 0; row < cells.rows; row++) {
        const count = cells.counts[column * cells.rows + row] ?? 0;
        if (count === 0) continue;
        const top = Math.round(bottom - (row + 1) * height);
        const rowHeight = Math.round(bottom - row * height) - top;
        context.globalAlpha = shades[shadeOf(count, cells.most)] ?? 1;
        // A gap of one pixel between cells that are wide enough.
        context.fillRect(begin, top, Math.max(1, width - Number(width > 4)), Math.max(1, rowHeight - Number(rowHeight > 4)));
      }
    }
    context.globalAlpha = 1;
  }
}

/** The edges of rows that have room for a label: multiples of a round number of rows, from the lowest. */
function valueLabels({ rows, low, valueStep }: HeatCells, room: number, unit: string): { row: number; text: string }[] {
  const every = niceStep(Math.max(1, rows / Math.max(1, room)), 'count');
  const first = Math.round(low / valueStep);
  const labels: { row: number; text: string }[] = [];
  for (let at = Math.ceil(first / every) * every; at <= first + rows; at += every) {
    labels.push({ row: at - first, text: formatTick(at * valueStep, every * valueStep, unit) });
  }
  return labels;
}
