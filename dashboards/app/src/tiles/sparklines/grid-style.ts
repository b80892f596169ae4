import type { Palette } from '../../theme/theme.ts';
import type { SparklinesTileConfig } from '../generated/tile-config.ts';
import type { GridStyle } from './painter-message.ts';

/** Sizes are in pixels of the page. */
type GridSize = Pick<GridStyle, 'width' | 'height' | 'textSize' | 'fontFamily'>;

/** How the cells of a tile are drawn. */
export function gridStyle(config: SparklinesTileConfig, palette: Palette, size: GridSize): GridStyle {
  const { thresholds, decimals, min, max } = config;
  const { text, muted, warning, critical } = palette;
  const colours = { line: palette.series[0] ?? text, text, muted, warning, critical };
  return { ...size, ratio: devicePixelRatio, colours, thresholds, decimals, min, max };
}
