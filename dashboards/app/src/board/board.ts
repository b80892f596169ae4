/** A board file, read and checked: times in milliseconds, defaults filled in. */
export interface Board {
  readonly title: string;
  readonly description?: string;
  /** How far back its charts look, in milliseconds. */
  readonly window: number;
  readonly variables: readonly Variable[];
  /** Its own tiles, which have no heading, and then its sections. */
  readonly sections: readonly Section[];
  /** All tiles, in the file's order. */
  readonly tiles: readonly (TileConfig | BrokenTile)[];
}

/** Tiles under a heading, by which they are folded away. */
export interface Section {
  readonly title?: string;
  /** Whether it is folded away until the reader says. */
  readonly folded: boolean;
  readonly tiles: readonly (TileConfig | BrokenTile)[];
}

/** A name in braces in topics and texts that the reader chooses a value for. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  /** A topic pattern of which one segment is the name in braces: the values are what stands there. */
  readonly topics: string;
  readonly default?: string;
  /** All values at once, `*`, are a choice too. */
  readonly all: boolean;
}

export const tileTypes = [
  'line', 'number', 'meter', 'events', 'bars', 'table', 'timeline', 'heatmap', 'status', 'sparklines', 'text', 'image', 'frame', 'clock',
  'plan', 'form',
] as const;
export type TileType = (typeof tileTypes)[number];

export type Level = 'warning' | 'critical';

/** From `above` up, or from `below` down, a value is of this level. */
export interface Threshold {
  readonly above?: number;
  readonly below?: number;
  readonly level: Level;
}

/** How good a state is: a level, all right, or neither good nor bad. */
export type StateLevel = 'good' | Level | 'neutral';

/** How a state is shown; without a level it gets a colour of the series'. */
export interface StateLook {
  readonly label?: string;
  readonly level?: StateLevel;
}

/** A column of a table: what stands at the path of an event's data. */
export interface Column {
  readonly path: string;
  readonly title: string;
  readonly unit?: string;
  readonly decimals?: number;
}

/** An outline on a plan: its corners, in percent of the plan's width and height; two are a line. */
export interface PlanShape {
  readonly points: readonly (readonly [number, number])[];
  readonly label?: string;
}

/** Where a topic's value stands on a plan, in percent from the left and the top. */
export interface PlanPlace {
  readonly x: number;
  readonly y: number;
  /** Instead of the tile's. */
  readonly thresholds?: readonly Threshold[];
}

export const fieldTypes = ['text', 'number', 'select'] as const;

/** What a form asks for; what is given is the member `name` of the event's data. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly type: (typeof fieldTypes)[number];
  /** Of a number. */
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly unit?: string;
  /** Of a select. */
  readonly options: readonly string[];
  /** Whether it may be left empty; it is then not posted. */
  readonly optional: boolean;
  readonly default?: string | number;
}

export interface TilePlace {
  /** Columns of twelve. */
  readonly width: number;
  /** Grid rows. */
  readonly height: number;
}

export interface TileConfig extends TilePlace {
  readonly type: TileType;
  readonly title: string;
  readonly description?: string;
  /** Topic patterns the tile follows, and those of them it leaves out. */
  readonly topics: readonly string[];
  readonly except: readonly string[];
  /** Dotted path to the number in the event's data. */
  readonly value?: string;
  /** One text for every series (`{}` stands for what differs in its topic), or a text for each topic. */
  readonly label?: string | Readonly<Record<string, string>>;
  /** Overrides the unit that the events name. */
  readonly unit?: string;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  readonly area: boolean;
  readonly thresholds: readonly Threshold[];
  /** Milliseconds without data after which the tile is stale; by the observed interval unless set. */
  readonly stale?: number;
  /** Most events, rows or cells a tile shows. */
  readonly limit: number;
  /** Dotted path to what tells the rows of one topic apart. */
  readonly key?: string;
  /** Of a table; none is a column of values. */
  readonly columns: readonly Column[];
  /** By a value's text. */
  readonly states: Readonly<Record<string, StateLook>>;
  /** Markdown. */
  readonly text?: string;
  /** What an image or a frame shows: https, or a path of this service. */
  readonly url?: string;
  /** What an image shows, for who does not see it. */
  readonly alt?: string;
  /** Milliseconds after which an image or a frame is loaded again. */
  readonly refresh?: number;
  /** A clock's IANA time zone; the reader's unless set. */
  readonly zone?: string;
  /** Whether a clock shows the date. */
  readonly date: boolean;
  /** A plan's width as a multiple of its height. */
  readonly aspect: number;
  readonly shapes: readonly PlanShape[];
  /** By topic, or by key where the tile has one. */
  readonly places: Readonly<Record<string, PlanPlace>>;
  /** The topic a form posts to, the event's name, and what its button says. */
  readonly post?: string;
  readonly event?: string;
  readonly button?: string;
  readonly fields: readonly FormField[];
}

/** A tile of the file that cannot be shown, with every reason, in the place it would have had. */
export interface BrokenTile extends TilePlace {
  readonly type: 'broken';
  readonly title: string;
  readonly errors: readonly string[];
  /** Nothing is wrong with the file: the reader may not follow the tile's topics. */
  readonly isForbidden?: true;
}
