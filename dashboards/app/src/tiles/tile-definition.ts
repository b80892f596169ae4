import type { Reader } from '../board/reader.ts';
import type { HistoryKind } from '../history/history-kind.ts';
import type { SharedFields, TileBase } from './generated/fields.ts';
import type { TileConfig } from './generated/tile-config.ts';
import type { Tile, TileContext } from './tile.ts';

/** The fields that only this type has. */
export type OwnFields<C extends TileConfig> = Omit<C, keyof TileBase | keyof SharedFields | 'type'>;

export type TileClass<C extends TileConfig = TileConfig> = new (config: C, context: TileContext) => Tile;

/** The code of a tile type. Its fields, defaults and form are in the `schema.json` beside it. */
export interface TileDefinition<C extends TileConfig = TileConfig> {
  /** Reads the fields that only this type has, and notes what is missing. Not needed by a type without such fields. */
  read?(reader: Reader): OwnFields<C>;
  /** The topics to follow, where they are not named in `topics`. */
  topicsOf?(own: OwnFields<C>): readonly string[];
  /** The heading unless the file says. Without it, it is the first topic. */
  titleOf?(own: OwnFields<C>): string;
  /** How its history is read. A type that shows no events has none. */
  historyOf?(config: C, window: number): HistoryKind;
  /** Settings of what it keeps. When one of them changes, the tile reads its history again. */
  keeps?(config: C): readonly unknown[];
  /** The class of its tiles. A type that few boards have is loaded with the first tile of the type. */
  load(): TileClass<C> | Promise<TileClass<C>>;
}
