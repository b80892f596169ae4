// Made by `npm run compose` from the schema.json of each tile type. Change those.

import type { FormField, PlanPlace, PlanShape, SharedFields, TableColumn, TileBase } from './fields.ts';

export interface LineTileConfig extends TileBase, Pick<SharedFields, 'value' | 'label' | 'unit' | 'decimals' | 'min' | 'max' | 'thresholds' | 'stale'> {
  readonly type: 'line';
  /** Fill under the lines. */
  readonly area: boolean;
}

export interface NumberTileConfig extends TileBase, Pick<SharedFields, 'value' | 'label' | 'unit' | 'decimals' | 'min' | 'max' | 'thresholds' | 'stale'> {
  readonly type: 'number';
}

export interface MeterTileConfig extends TileBase, Pick<SharedFields, 'value' | 'label' | 'unit' | 'decimals' | 'min' | 'max' | 'thresholds' | 'stale'> {
  readonly type: 'meter';
}

export interface EventsTileConfig extends TileBase, Pick<SharedFields, 'limit'> {
  readonly type: 'events';
}

export interface BarsTileConfig extends TileBase, Pick<SharedFields, 'value' | 'key' | 'label' | 'unit' | 'decimals' | 'min' | 'max' | 'thresholds' | 'stale' | 'limit'> {
  readonly type: 'bars';
}

export interface TableTileConfig extends TileBase, Pick<SharedFields, 'value' | 'key' | 'label' | 'unit' | 'decimals' | 'thresholds' | 'stale' | 'limit'> {
  readonly type: 'table';
  /** Of a table: what of the data it shows; the value unless set. */
  readonly columns: readonly TableColumn[];
}

export interface TimelineTileConfig extends TileBase, Pick<SharedFields, 'value' | 'label' | 'states' | 'thresholds' | 'stale' | 'limit'> {
  readonly type: 'timeline';
}

export interface HeatmapTileConfig extends TileBase, Pick<SharedFields, 'value' | 'label' | 'unit' | 'decimals' | 'min' | 'max' | 'thresholds' | 'stale'> {
  readonly type: 'heatmap';
}

export interface StatusTileConfig extends TileBase, Pick<SharedFields, 'value' | 'key' | 'label' | 'unit' | 'decimals' | 'states' | 'thresholds' | 'stale' | 'limit'> {
  readonly type: 'status';
}

export interface SparklinesTileConfig extends TileBase, Pick<SharedFields, 'value' | 'key' | 'label' | 'unit' | 'decimals' | 'min' | 'max' | 'thresholds' | 'stale' | 'limit'> {
  readonly type: 'sparklines';
}

export interface TextTileConfig extends TileBase, Pick<SharedFields, 'value' | 'label' | 'unit' | 'decimals' | 'stale'> {
  readonly type: 'text';
  /** Of a text: its Markdown; {topic} stands for that topic's latest value. */
  readonly text: string;
}

export interface ImageTileConfig extends TileBase, Pick<SharedFields, 'url' | 'alt' | 'refresh'> {
  readonly type: 'image';
  /** Of an image, frame or plan: https://… of a host that Boards:EmbedSources names, or a path of this service. */
  readonly url: string;
  /** Of an image, also of a plan: what it shows, for readers who do not see it. */
  readonly alt: string;
}

export interface FrameTileConfig extends TileBase, Pick<SharedFields, 'url' | 'refresh'> {
  readonly type: 'frame';
  /** Of an image, frame or plan: https://… of a host that Boards:EmbedSources names, or a path of this service. */
  readonly url: string;
}

export interface ClockTileConfig extends TileBase, Pick<SharedFields, 'label'> {
  readonly type: 'clock';
  /** Of a clock: a time zone such as Europe/Berlin; the reader's unless set. */
  readonly zone?: string;
  /** Whether a clock shows the date. */
  readonly date: boolean;
}

export interface PlanTileConfig extends TileBase, Pick<SharedFields, 'value' | 'key' | 'label' | 'unit' | 'decimals' | 'states' | 'thresholds' | 'stale' | 'url' | 'alt'> {
  readonly type: 'plan';
  /** Of a plan: its width as a multiple of its height. */
  readonly aspect: number;
  /** Of a plan: outlines of rooms, plots, ways. */
  readonly shapes: readonly PlanShape[];
  /** Of a plan: where on it the value of each topic (or key) stands. */
  readonly places: Readonly<Record<string, PlanPlace>>;
}

export interface FormTileConfig extends TileBase {
  readonly type: 'form';
  /** Of a form: the topic it posts to. */
  readonly post: string;
  /** Of a form: the name of the event; message unless set. */
  readonly event?: string;
  /** Of a form: the text of its button; Post unless set. */
  readonly button?: string;
  /** Of a form: its fields. */
  readonly fields: readonly FormField[];
}

export type TileConfig =
  | LineTileConfig
  | NumberTileConfig
  | MeterTileConfig
  | EventsTileConfig
  | BarsTileConfig
  | TableTileConfig
  | TimelineTileConfig
  | HeatmapTileConfig
  | StatusTileConfig
  | SparklinesTileConfig
  | TextTileConfig
  | ImageTileConfig
  | FrameTileConfig
  | ClockTileConfig
  | PlanTileConfig
  | FormTileConfig;

export type TileType = TileConfig['type'];

/** The settings of one type. */
export type ConfigOf<T extends TileType> = Extract<TileConfig, { readonly type: T }>;
