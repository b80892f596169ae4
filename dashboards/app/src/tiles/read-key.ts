import type { EventSelection } from '../history/event-selection.ts';
import type { TileConfig } from './generated/tile-config.ts';
import { definitionOf, historyOf } from './tile-types.ts';

/**
 * A key of the events that a tile reads, and of what it keeps. Tiles of the same key have the same data, however different
 * they look.
 */
export function readKey(config: TileConfig, window: number): string {
  const { topics, except, value, key }: EventSelection = config;
  const kept = definitionOf(config.type).keeps?.(config) ?? [];
  return JSON.stringify([
    config.type,
    historyOf(config, window)?.name ?? null,
    topics,
    except,
    value ?? null,
    key ?? null,
    kept,
  ]);
}
