import type { Threshold } from '../generated/fields.ts';

/**
 * A message to the painter. `cells` are in the order of the grid; `index` numbers them in the order in which they appeared.
 */
export type PainterMessage =
  | { readonly kind: 'canvas'; readonly canvas: OffscreenCanvas | HTMLCanvasElement; readonly window: number }
  | { readonly kind: 'style'; readonly style: GridStyle }
  /** The scroll position, in pixels of the page. */
  | { readonly kind: 'scroll'; readonly top: number }
  | { readonly kind: 'cells'; readonly cells: readonly GridCell[] }
  /** The cell of this index is gone. A new cell may get the index. */
  | { readonly kind: 'forget'; readonly index: number }
  /** By index: 1 where a value is stale. */
  | { readonly kind: 'stale'; readonly stale: Uint8Array }
  /** Index, time and value, one after another: a message of numbers alone is cheap to copy. */
  | { readonly kind: 'points'; readonly points: Float64Array<ArrayBuffer> }
  /** The time that is shown. Changed cells are drawn in the next frame. */
  | { readonly kind: 'show'; readonly from: number; readonly to: number };

/** A cell of the grid. */
export interface GridCell {
  readonly index: number;
  readonly label: string;
  readonly unit: string;
}

export interface GridColours {
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly warning: string;
  readonly critical: string;
}

/** How the grid is laid out and drawn. Sizes are in pixels of the page. */
export interface GridStyle {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly textSize: number;
  readonly fontFamily: string;
  readonly colours: GridColours;
  readonly thresholds: readonly Threshold[];
  readonly decimals: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
}
