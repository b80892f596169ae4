import type { TileInlet } from './tile-inlet.ts';

/** Tiles by the path of the value that they show: what one question to history is about. */
export function byValue(inlets: readonly TileInlet[]): [path: string | undefined, inlets: TileInlet[]][] {
  const groups = new Map<string | undefined, TileInlet[]>();
  for (const inlet of inlets) groups.set(inlet.config.value, [...(groups.get(inlet.config.value) ?? []), inlet]);
  return [...groups];
}
