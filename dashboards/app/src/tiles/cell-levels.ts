import type { Alarms } from './alarms.ts';
import type { StateLevel } from './level.ts';

export type CellLevel = StateLevel | 'stale';

/** The level of each cell: that of its state, or stale. */
export function cellLevels({ silences }: Alarms, levels: readonly (StateLevel | undefined)[]): CellLevel[] {
  return levels.map((level, i) => (silences[i] === undefined ? (level ?? 'neutral') : 'stale'));
}

/** The number of cells, and of those that are not well: `3 critical, 1 stale of 48`. */
export function summary(levels: readonly CellLevel[], total: number): string {
  const bad = (['critical', 'warning', 'stale'] as const).flatMap((level) => {
    const count = levels.filter((one) => one === level).length;
    return count === 0 ? [] : `${count} ${level}`;
  });
  return bad.length === 0 ? String(total) : `${bad.join(', ')} of ${total}`;
}
