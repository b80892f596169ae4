import type { StateStyle, Threshold } from './generated/fields.ts';

export type Level = Threshold['level'];

/** How good a state is: a level, all right, or neither good nor bad. */
export type StateLevel = NonNullable<StateStyle['level']>;

/** The worst level whose threshold the value has reached. */
export function levelOf(value: number | undefined, thresholds: readonly Threshold[]): Level | undefined {
  if (value === undefined) return undefined;
  const reached = thresholds.filter(
    ({ above, below }) => (above !== undefined && value >= above) || (below !== undefined && value <= below),
  );
  return worst(reached.map(({ level }) => level));
}

/** The level of a state, if it raises an alarm. */
export function alarmOf(level: StateLevel | undefined): Level | undefined {
  return level === 'warning' || level === 'critical' ? level : undefined;
}

export function worst(levels: readonly (Level | undefined)[]): Level | undefined {
  return levels.includes('critical') ? 'critical' : levels.includes('warning') ? 'warning' : undefined;
}

/** Of two states in one place the one of the higher rank is shown. A neutral state ranks lowest. */
export function rankOf(level: StateLevel | undefined): number {
  return level === 'critical' ? 3 : level === 'warning' ? 2 : level === 'neutral' ? 0 : 1;
}
