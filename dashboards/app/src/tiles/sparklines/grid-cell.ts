import { formatText } from '../../format/units.ts';
import type { Series } from '../../series/series.ts';
import { levelOf } from '../level.ts';
import { drawSign } from './cell-sign.ts';
import { fitText } from './fit-text.ts';
import type { GridCell, GridStyle } from './painter-message.ts';
import { extentOf, tracePoints } from './trace-points.ts';

/** A cell, and what of it is drawn already. */
export interface PaintedCell extends GridCell {
  /** The name, shortened to fit. Made anew with the layout. */
  shown: string;
  /** The name is drawn already, so only the value and the line are drawn. */
  isNamed: boolean;
}

/** Where a cell is, in the canvas's pixels, and how large its text. */
export interface CellBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly textSize: number;
}

/** Draws the name, the value, and the line between the two times. */
export function drawCell(
  context: OffscreenCanvasRenderingContext2D,
  cell: PaintedCell,
  series: Series,
  isStale: boolean,
  style: GridStyle,
  box: CellBox,
  from: number,
  to: number,
): void {
  const { colours } = style;
  const level = isStale ? undefined : levelOf(series.lastValue, style.thresholds);
  const sign = isStale ? 'stale' : level;
  const colour = isStale ? colours.muted : level === undefined ? colours.line : colours[level];
  const head = { ...box, bottom: Math.round(box.top + box.textSize * 1.4) };
  drawHead(context, cell, series.lastValue, style, head, sign, colour);

  const inset = box.textSize * 0.5;
  context.clearRect(box.left, head.bottom, box.right - box.left, box.bottom - head.bottom);
  context.strokeStyle = colour;
  const first = Math.max(0, series.points.firstFrom(from) - 1);
  const extent = extentOf(series.points, first);
  context.beginPath();
  tracePoints(context, series.points, first, series.gapLimit, {
    left: box.left + inset,
    width: box.right - box.left - 2 * inset,
    bottom: box.bottom - inset * 0.6,
    height: box.bottom - inset * 0.6 - head.bottom,
    from,
    to,
    low: style.min ?? extent.low,
    high: style.max ?? extent.high,
  });
  context.stroke();
}

function drawHead(
  context: OffscreenCanvasRenderingContext2D,
  cell: PaintedCell,
  value: number | undefined,
  style: GridStyle,
  { left, right, top, bottom, textSize }: CellBox,
  sign: 'warning' | 'critical' | 'stale' | undefined,
  colour: string,
): void {
  const { colours } = style;
  const inset = textSize * 0.5;
  const baseline = top + textSize * 1.15;
  const text = value === undefined ? '–' : formatText(value, cell.unit, style.decimals);
  const widthOf = (one: string) => context.measureText(one).width;
  const textLeft = right - inset - widthOf(text);
  const signLeft = textLeft - (sign === undefined ? 0 : textSize * 1.1);
  // The name has the left half. A long value takes room from the name.
  const middle = Math.round((left + right) / 2);
  const hasRoom = signLeft >= middle;
  const clearFrom = cell.isNamed && hasRoom ? middle : left;
  context.clearRect(clearFrom, top, right - clearFrom, bottom - top);
  if (clearFrom === left) {
    context.fillStyle = colours.muted;
    context.fillText(
      hasRoom ? cell.shown : fitText(cell.label, signLeft - left - 1.5 * inset, widthOf),
      left + inset,
      baseline,
    );
    cell.isNamed = hasRoom;
  }
  context.fillStyle = sign === 'stale' ? colours.muted : colours.text;
  context.fillText(text, textLeft, baseline);
  if (sign !== undefined) drawSign(context, sign, colour, signLeft, baseline - textSize * 0.8, textSize * 0.85);
}
