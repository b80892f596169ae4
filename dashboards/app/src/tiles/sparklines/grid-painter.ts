import { Series } from '../../series/series.ts';
import { fitText } from './fit-text.ts';
import { drawCell, type PaintedCell } from './grid-cell.ts';
import { type GridLayout, layOutGrid, placesInSight } from './grid-layout.ts';
import type { GridStyle, PainterMessage } from './painter-message.ts';

/** A canvas of the page has the same members, as far as they are used here. */
type Context = OffscreenCanvasRenderingContext2D;

/** Steps of which a cell keeps two points each: more than it has pixels across. */
const steps = 512;
/**
 * Frames over which cells that change together are drawn, a tenth of a second: all at once they would take several frames'
 * time and none would be on time.
 */
const framesPerGrid = 6;
/** As many cells as one frame draws without a delay. */
const fewCells = 60;

/** More cells than this are seen as a pattern, so their lines are thin. */
const manyCells = 200;

/**
 * Draws a grid's cells: those that changed and are in sight, the longest waiting first. In a worker, or where there is none,
 * on the page.
 */
export class GridPainter {
  private canvas: OffscreenCanvas | HTMLCanvasElement | undefined;
  private context: Context | null = null;
  private style: GridStyle | undefined;
  private layout: GridLayout | undefined;
  private cells: PaintedCell[] = [];
  /** By index. */
  private readonly series: Series[] = [];
  private readonly places: number[] = [];
  private stale: Uint8Array = new Uint8Array(0);
  private step = 0;
  private from = 0;
  private to = 0;
  /** The time up to which all cells were last drawn. */
  private movedTo = Number.NEGATIVE_INFINITY;
  /** Places to draw, in the order in which they changed. */
  private readonly dirty = new Set<number>();
  private isLaidOut = false;
  /** The next frame draws everything in sight, however long that takes: the picture is out of date. */
  private isWhole = false;
  private top = 0;
  private frame = 0;

  take(message: PainterMessage): void {
    switch (message.kind) {
      case 'canvas':
        this.canvas = message.canvas;
        this.context = (message.canvas as OffscreenCanvas).getContext('2d');
        this.step = (message.window / steps) * 0.9;
        break;
      case 'style':
        this.style = message.style;
        this.isLaidOut = false;
        break;
      case 'scroll':
        this.top = message.top;
        this.isWhole = true;
        break;
      case 'cells':
        this.cells = message.cells.map((cell) => ({ ...cell, shown: '', isNamed: false }));
        message.cells.forEach(({ index }, place) => (this.places[index] = place));
        this.isLaidOut = false;
        break;
      case 'forget':
        delete this.series[message.index];
        delete this.places[message.index];
        break;
      case 'stale':
        this.setStale(message.stale);
        break;
      case 'points':
        this.append(message.points);
        break;
      case 'show':
        this.show(message.from, message.to);
        break;
    }
    this.frame ||= requestAnimationFrame(() => this.draw());
  }

  private append(points: Float64Array): void {
    for (let i = 0; i + 2 < points.length; i += 3) {
      const index = points[i] as number;
      const series = this.series[index] ?? new Series('', 2 * steps, this.step);
      this.series[index] = series;
      series.add(points[i + 1] as number, points[i + 2] as number);
      const place = this.places[index];
      if (place !== undefined) this.dirty.add(place);
    }
  }

  private setStale(stale: Uint8Array): void {
    const before = this.stale;
    this.stale = stale;
    this.cells.forEach(({ index }, place) => {
      if (before[index] !== stale[index]) this.dirty.add(place);
    });
  }

  /** Lines move when the time has moved by a pixel. New values are drawn at once. */
  private show(from: number, to: number): void {
    const width = (this.layout?.cellWidth ?? 1) * (this.style?.ratio ?? 1);
    const pixel = (to - from) / width;
    const isMoved = Math.abs(to - this.movedTo) >= pixel || Math.abs(to - from - (this.to - this.from)) > pixel;
    this.from = from;
    this.to = to;
    if (!isMoved) return;
    this.movedTo = to;
    for (let place = 0; place < this.cells.length; place++) this.dirty.add(place);
  }

  private draw(): void {
    this.frame = 0;
    const { context, style } = this;
    if (context === null || style === undefined || style.width === 0) return;
    if (!this.isLaidOut) this.layOut(context, style);
    const { layout } = this;
    if (layout === undefined) return;
    const [first, end] = placesInSight(layout, this.top, style.height, this.cells.length);
    let left = this.isWhole ? end - first : Math.max(fewCells, Math.ceil((end - first) / framesPerGrid));
    if (this.isWhole) this.dropAll(context);
    for (const place of this.dirty) {
      this.dirty.delete(place);
      if (place < first || place >= end) continue;
      this.drawCell(context, style, layout, place);
      if (--left <= 0) break;
    }
    if (this.dirty.size > 0) this.frame ||= requestAnimationFrame(() => this.draw());
  }

  private layOut(context: Context, style: GridStyle): void {
    const { canvas } = this;
    if (canvas === undefined) return;
    this.isLaidOut = true;
    // Assigning clears the canvas. Everything is drawn anew.
    canvas.width = Math.round(style.width * style.ratio);
    canvas.height = Math.round(style.height * style.ratio);
    this.layout = layOutGrid(this.cells.length, style.width, style.height, style.textSize);
    const size = this.layout.textSize * style.ratio;
    context.font = `${size}px ${style.fontFamily}`;
    context.textBaseline = 'alphabetic';
    context.lineJoin = 'bevel';
    // Without a graphics card a line of one pixel costs a fraction of a wider one. For many cells it is enough.
    context.lineWidth = this.cells.length > manyCells ? 1 : Math.max(1, style.textSize * 0.1) * style.ratio;
    // The left half, which begins half a letter in and is not drawn up to the value.
    const nameWidth = this.layout.cellWidth * style.ratio * 0.5 - size * 0.75;
    for (const cell of this.cells) cell.shown = fitText(cell.label, nameWidth, (text) => context.measureText(text).width);
    this.isWhole = true;
  }

  private dropAll(context: Context): void {
    this.isWhole = false;
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    this.cells.forEach((cell, place) => {
      cell.isNamed = false;
      this.dirty.add(place);
    });
  }

  private drawCell(context: Context, style: GridStyle, layout: GridLayout, place: number): void {
    const cell = this.cells[place];
    const series = cell === undefined ? undefined : this.series[cell.index];
    if (cell === undefined || series === undefined) return;
    const { ratio } = style;
    const [row, column] = [Math.floor(place / layout.columns), place % layout.columns];
    const top = Math.round((row * layout.cellHeight - this.top) * ratio);
    const box = {
      left: Math.round(column * layout.cellWidth * ratio),
      right: Math.round((column + 1) * layout.cellWidth * ratio),
      top,
      bottom: top + layout.cellHeight * ratio,
      textSize: layout.textSize * ratio,
    };
    drawCell(context, cell, series, this.stale[cell.index] === 1, style, box, this.from, this.to);
  }
}
