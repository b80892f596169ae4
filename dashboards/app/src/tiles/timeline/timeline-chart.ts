import { fitCanvas } from '../../chart/fit-canvas.ts';
import { drawTimeLabels } from '../../chart/time-labels.ts';
import { visible } from '../../format/visible.ts';
import type { Palette } from '../../theme/theme.ts';
import { rectanglesOf } from './rectangles.ts';

interface Named {
  readonly name: string;
  readonly label: string;
}

export interface Segment<S> {
  readonly state: S;
  readonly from: number;
  readonly to: number;
}

export interface TimelineStyle<S> {
  readonly from: number;
  readonly to: number;
  readonly palette: Palette;
  readonly rows: readonly { readonly label: string; readonly segments: readonly Segment<S>[] }[];
  colourOf(state: S): string;
  /** Of states that share a pixel the one of the highest rank is shown. */
  rankOf(state: S): number;
}

/** A state of at least this many cells has a gap after it. */
const leastParted = 6;

/** Where things lie, in device pixels. */
interface Layout {
  readonly left: number;
  readonly right: number;
  readonly rowHeight: number;
  readonly textSize: number;
}

/** Rows of coloured segments over time, with their labels where they have room. */
export class TimelineChart<S extends Named> {
  readonly canvas = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d');
  private style: TimelineStyle<S> | undefined;
  private layout: Layout | undefined;

  constructor() {
    this.canvas.className = 'plot-canvas';
  }

  /** Shows this text for the row and the time under the pointer. */
  onPoint(textOf: (row: number, time: number) => string): void {
    this.canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
      const { style, layout } = this;
      if (style === undefined || layout === undefined) return;
      const x = offsetX * devicePixelRatio;
      const row = Math.floor((offsetY * devicePixelRatio) / layout.rowHeight);
      const time = style.from + ((x - layout.left) / (layout.right - layout.left)) * (style.to - style.from);
      this.canvas.title = x < layout.left ? (style.rows[row]?.label ?? '') : textOf(row, time);
    });
  }

  draw(style: TimelineStyle<S>): void {
    const { context, canvas } = this;
    const size = fitCanvas(canvas);
    if (context === null || size === undefined) return;
    const textSize = Number.parseFloat(getComputedStyle(canvas).fontSize) * size.ratio;
    context.clearRect(0, 0, size.width, size.height);
    context.font = `${textSize}px ${getComputedStyle(document.body).fontFamily}`;
    const widest = Math.max(0, ...style.rows.map(({ label }) => context.measureText(visible(label)).width));
    const left = Math.min(size.width * 0.35, widest + textSize);
    const rowHeight = (size.height - textSize * 1.6) / Math.max(1, style.rows.length);
    this.style = style;
    this.layout = { left, right: size.width, rowHeight, textSize };
    style.rows.forEach((_, i) => this.drawRow(context, style, this.layout as Layout, i));
    drawTimeLabels(context, {
      from: style.from,
      to: style.to,
      left,
      right: size.width,
      bottom: size.height,
      textSize,
      colour: style.palette.muted,
    });
  }

  private drawRow(context: CanvasRenderingContext2D, style: TimelineStyle<S>, layout: Layout, index: number): void {
    const row = style.rows[index];
    if (row === undefined) return;
    const { left, right, rowHeight, textSize } = layout;
    const height = Math.min(rowHeight * 0.86, textSize * 3.5);
    const top = index * rowHeight + (rowHeight - height) / 2;
    const middle = top + height / 2;
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.fillStyle = style.palette.muted;
    context.fillText(shorten(context, visible(row.label), left - textSize * 0.8), 0, middle);

    const gap = Math.max(1, Math.round(textSize * 0.09));
    const cells = Math.max(1, Math.floor((right - left) / gap));
    for (const { state, begin: first, end } of rectanglesOf(row.segments, {
      from: style.from,
      to: style.to,
      cells,
      rankOf: style.rankOf,
    })) {
      const begin = Math.round(left) + first * gap;
      // A gap between narrow states would be as wide as they are, and a gap also means an unknown state.
      const width = (end - first) * gap - (end - first >= leastParted ? gap : 0);
      const colour = style.colourOf(state);
      context.fillStyle = colour;
      context.globalAlpha = 0.26;
      context.fillRect(begin, top, width, height);
      context.globalAlpha = 1;
      context.fillRect(begin, top + height - 2 * gap, width, 2 * gap);
      if (width < textSize * 1.6) continue;
      context.fillStyle = style.palette.text;
      const text = shorten(context, visible(state.label), width - textSize * 0.8);
      context.fillText(text, begin + textSize * 0.4, middle - gap);
    }
  }
}

/** The text, or as much of its beginning as fits. Empty when not even a letter fits. */
function shorten(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  for (let length = text.length - 1; length > 0; length--) {
    const short = `${text.slice(0, length)}…`;
    if (context.measureText(short).width <= width) return short;
  }
  return '';
}
