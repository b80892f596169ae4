/** The settings of a tile that say which events it reads. */
export interface EventSelection {
  readonly topics: readonly string[];
  readonly except: readonly string[];
  /** Dotted path to the value in an event's data. */
  readonly value?: string;
  /** Dotted path to what tells the rows of one topic apart. */
  readonly key?: string;
  readonly unit?: string;
  /** Max rows, cells or events. */
  readonly limit?: number;
}
