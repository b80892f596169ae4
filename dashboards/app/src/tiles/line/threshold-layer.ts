import type uPlot from 'uplot';
import type { Palette } from '../../theme/theme.ts';
import type { Threshold } from '../generated/fields.ts';

/**
 * Draws thresholds under the lines: a faint band from the threshold on, and its dashed line. Those off the scale are left
 * out. `size` is how much larger than usual the page's type is.
 */
export function drawThresholds(chart: uPlot, thresholds: readonly Threshold[], palette: Palette, size: number): void {
  const { ctx, bbox } = chart;
  const { min, max } = chart.scales['y'] ?? {};
  if (typeof min !== 'number' || typeof max !== 'number') return;
  const ratio = devicePixelRatio * size;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { from, to, threshold } of bands(thresholds)) {
    const edge = threshold.above ?? threshold.below ?? 0;
    if (edge < min || edge > max) continue;
    const colour = palette[threshold.level];
    const top = chart.valToPos(Math.min(to, max), 'y', true);
    const bottom = chart.valToPos(Math.max(from, min), 'y', true);
    ctx.fillStyle = colour;
    ctx.globalAlpha = 0.07;
    ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
    ctx.globalAlpha = 0.65;
    ctx.strokeStyle = colour;
    ctx.lineWidth = ratio;
    ctx.setLineDash([4 * ratio, 4 * ratio]);
    const y = Math.round(chart.valToPos(edge, 'y', true)) + 0.5;
    ctx.stroke(new Path2D(`M${bbox.left} ${y}h${bbox.width}`));
  }
  ctx.restore();
}

interface Band {
  readonly from: number;
  readonly to: number;
  readonly threshold: Threshold;
}

/** Each threshold's values up to the next one of its direction, so that bands do not lie on each other. */
function bands(thresholds: readonly Threshold[]): Band[] {
  const aboves = thresholds.flatMap(({ above }) => above ?? []);
  const belows = thresholds.flatMap(({ below }) => below ?? []);
  return thresholds.map((threshold) => {
    const { above, below } = threshold;
    if (above !== undefined) {
      return { from: above, to: Math.min(Number.POSITIVE_INFINITY, ...aboves.filter((one) => one > above)), threshold };
    }
    const edge = below ?? 0;
    return { from: Math.max(Number.NEGATIVE_INFINITY, ...belows.filter((one) => one < edge)), to: edge, threshold };
  });
}
