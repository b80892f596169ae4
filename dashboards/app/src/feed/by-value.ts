import type { FreshTile } from './feed.ts';

/** Tiles by the path of the value that they show: what one question to history is about. */
export function byValue(tiles: readonly FreshTile[]): Map<string | undefined, FreshTile[]> {
  const groups = new Map<string | undefined, FreshTile[]>();
  for (const tile of tiles) groups.set(tile.config.value, [...(groups.get(tile.config.value) ?? []), tile]);
  return groups;
}
