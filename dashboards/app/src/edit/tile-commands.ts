import type { TileType } from '../tiles/generated/tile-config.ts';
import { tileDefaults } from '../tiles/generated/tile-defaults.ts';
import type { BoardJson, Draft } from './draft/draft.ts';
import { withTileIn } from './draft/section-edits.ts';
import { type TileJson, tilesOf, withAdded, withCopy, withMoved, withoutTile, withTile } from './draft/tile-edits.ts';
import { newTile } from './tile-form.ts';

/** Applies a change to the draft, and selects a tile. */
type Apply = (file: BoardJson, what: string, selected: number) => void;

/** The commands for one tile, from the mouse, the keyboard or the panel. Each is one step of undo. */
export class TileCommands {
  constructor(
    private readonly draft: Draft,
    private readonly topics: readonly string[],
    private readonly apply: Apply,
  ) {}

  /** Adds a tile after another one, or at the end of the first list. */
  add(type: string, after: number | undefined): void {
    const topic = this.topics.find((one) => !one.startsWith('system/')) ?? 'demo/temperature';
    const { file, number } = withAdded(this.draft.file, after, newTile(type, topic));
    this.apply(file, 'add', number);
  }

  copy(number: number): void {
    this.apply(withCopy(this.draft.file, number), 'copy', number + 1);
  }

  remove(number: number): void {
    this.apply(withoutTile(this.draft.file, number), 'remove', number);
  }

  move(from: number, to: number): void {
    if (to < 0 || to >= tilesOf(this.draft.file).length || to === from) return;
    this.apply(withMoved(this.draft.file, from, to), 'move', to);
  }

  moveTo(number: number, section: number | undefined): void {
    const moved = withTileIn(this.draft.file, number, section);
    this.apply(moved.file, 'move', moved.number);
  }

  resize(number: number, columns: number, rows: number): void {
    const tile = tilesOf(this.draft.file)[number] as TileJson;
    const defaults = tileDefaults[tile['type'] as TileType] ?? { width: 6, height: 2 };
    const within = (value: unknown, otherwise: number, by: number) => {
      const now = typeof value === 'number' ? value : otherwise;
      return Math.min(12, Math.max(1, now + by));
    };
    const [width, height] = [within(tile['width'], defaults.width, columns), within(tile['height'], defaults.height, rows)];
    this.apply(withTile(this.draft.file, number, { ...tile, width, height }), 'resize', number);
  }
}
