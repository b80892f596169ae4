import type { TileConfig } from '../tiles/generated/tile-config.ts';

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

/** A name in braces in topics and texts. The reader chooses its value. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  /** A topic pattern with the name in braces as a segment. The values are what that segment has in the topics that exist. */
  readonly topics: string;
  readonly default?: string;
  /** All values at once, `*`, are a choice too. */
  readonly all: boolean;
  /** While there are no values, its segment is left out of topics. */
  readonly optional: boolean;
}

export interface TilePlace {
  /** Columns of twelve. */
  readonly width: number;
  /** Grid rows. */
  readonly height: number;
}

/** A tile of the file that cannot be shown, with every reason, in the place it would have had. */
export interface BrokenTile extends TilePlace {
  readonly type: 'broken';
  readonly title: string;
  readonly errors: readonly string[];
  /** Nothing is wrong with the file: the reader may not follow the tile's topics. */
  readonly isForbidden?: true;
}
