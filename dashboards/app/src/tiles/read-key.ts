import type { EventSource } from '../history/event-source.ts';
import type { TileConfig } from './generated/tile-config.ts';
import { definitionOf, historyOf } from './tile-types.ts';

/** What a tile reads, and what it keeps of it: tiles of the same key have the same data, however different they look. */
export function readKey(config: TileConfig, window: number): string {
  const { topics, except, value, key }: EventSource = config;
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
