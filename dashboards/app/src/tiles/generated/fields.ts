// Made by `npm run compose` from the schema.json of each tile type. Change those.

export interface StateStyle {
  /** Its name; the value unless set. */
  readonly label?: string;
  /** Its level; a colour of its own unless set. */
  readonly level?: 'good' | 'warning' | 'critical' | 'neutral';
}

export interface Threshold {
  /** From this value up. */
  readonly above?: number;
  /** From this value down. */
  readonly below?: number;
  /** The level of such a value. */
  readonly level: 'warning' | 'critical';
}

export interface TableColumn {
  /** Dotted path into an event's data. */
  readonly path: string;
  /** Its head; the path unless set. */
  readonly title: string;
  /** As of a tile. */
  readonly unit?: string;
  /** As of a tile. */
  readonly decimals?: number;
}

export interface PlanShape {
  /** Its corners, [x, y] in percent from the left and the top; two are a line. */
  readonly points: readonly (readonly [number, number])[];
  /** What it is called. */
  readonly label?: string;
}

export interface PlanPlace {
  /** Percent from the left. */
  readonly x: number;
  /** Percent from the top. */
  readonly y: number;
  /** Instead of the tile's. */
  readonly thresholds?: readonly Threshold[];
}

export interface FormField {
  /** The member of the event's data. */
  readonly name: string;
  /** Its label; its name unless set. */
  readonly label: string;
  /** The kind of its value. */
  readonly type: 'text' | 'number' | 'select';
  /** Of a number: the smallest allowed. */
  readonly min?: number;
  /** Of a number: the largest allowed. */
  readonly max?: number;
  /** Of a number: the step between allowed values; any value unless set. */
  readonly step?: number;
  /** Beside its label. */
  readonly unit?: string;
  /** Of a select: the choices. */
  readonly options: readonly string[];
  /** Whether it may be left empty. */
  readonly optional: boolean;
  /** Its value at first. */
  readonly default?: string | number;
}

/** What every tile has. */
export interface TileBase {
  /** Topics to follow, or patterns of them: * is one segment, a last ** any rest. */
  readonly topics: readonly string[];
  /** Topics to leave out, or patterns of them. */
  readonly except: readonly string[];
  /** The heading; the first topic unless set. */
  readonly title: string;
  /** What the heading says when it is pointed at. */
  readonly description?: string;
  /** Columns of twelve; by type unless set. */
  readonly width: number;
  /** Rows; by type unless set. */
  readonly height: number;
}

/** What tiles of several types have. */
export interface SharedFields {
  /** Dotted path to the value in an event's data; the data if it is a number (or a text, or true or false), else its value, unless set. */
  readonly value?: string;
  /** Of bars, tables, grids, sparklines and plans: dotted path to the key of a row in an event's data; a row a topic unless set. */
  readonly key?: string;
  /** Of timelines, grids and plans: the name and the level of each value. */
  readonly states: Readonly<Record<string, StateStyle>>;
  /** Of an image, frame or plan: https://… of a host that Boards:EmbedSources names, or a path of this service. */
  readonly url?: string;
  /** Of an image, also of a plan: what it shows, for readers who do not see it. */
  readonly alt?: string;
  /** Of an image or frame: time after which it is loaded again; never unless set. */
  readonly refresh?: number;
  /** How numbers are written, or any text to write after them; the event's unit unless set. */
  readonly unit?: string;
  /** Digits after the point; as many as fit unless set. */
  readonly decimals?: number;
  /** Of the series: a text in which {} is what differs in the topics, or an object of topic and text; what differs unless set. */
  readonly label?: string | Readonly<Record<string, string>>;
  /** The lower end of the scale; fitted, of a meter 0, unless set. */
  readonly min?: number;
  /** The upper end of the scale; fitted, of a meter 100, unless set. */
  readonly max?: number;
  /** From which value on the level is warning or critical. */
  readonly thresholds: readonly Threshold[];
  /** Time without data after which the tile says so; three intervals, at least 5 s, unless set. */
  readonly stale?: number;
  /** Rows or cells at most; by type unless set. */
  readonly limit: number;
}
