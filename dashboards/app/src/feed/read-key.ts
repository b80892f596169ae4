import type { TileConfig } from '../board/board.ts';
import { fillingOf } from './filling.ts';

/**
 * What a tile reads, and what it keeps of it: tiles of the same key have the same data, however different they look. Lists keep as many
 * events as they show; a timeline keeps states, which are made as events come.
 */
export function readKey(config: TileConfig, window: number): string {
  const { type, topics, except, value, key, limit, states, thresholds, stale } = config;
  const kept = type === 'events' ? [limit] : type === 'timeline' ? [limit, states, thresholds, stale] : [];
  return JSON.stringify([type, fillingOf(config, window), topics, except, value ?? null, key ?? null, kept]);
}
