import type { Level } from '../level.ts';

/** Draws a symbol beside a value, since not everyone tells colours apart: a triangle, a square or a clock. */
export function drawSign(
  context: OffscreenCanvasRenderingContext2D,
  sign: Level | 'stale',
  colour: string,
  left: number,
  top: number,
  size: number,
): void {
  const middle = left + size / 2;
  context.beginPath();
  if (sign === 'warning') {
    context.moveTo(middle, top);
    context.lineTo(left + size, top + size);
    context.lineTo(left, top + size);
    context.closePath();
  } else if (sign === 'critical') {
    context.rect(left, top, size, size);
  } else {
    context.arc(middle, top + size / 2, size / 2, 0, 2 * Math.PI);
    context.moveTo(middle, top + size * 0.2);
    context.lineTo(middle, top + size / 2);
    context.lineTo(left + size * 0.75, top + size / 2);
  }
  context.fillStyle = colour;
  context.strokeStyle = colour;
  if (sign === 'stale') context.stroke();
  else context.fill();
}
