import type { Palette } from '../theme/theme.ts';
import type { StateStyle, Threshold } from './generated/fields.ts';
import type { StateLevel } from './level.ts';
import { levelOf } from './level.ts';

type Scalar = string | number | boolean;

/** A state as it is shown. */
export interface State {
  /** What tells it from others. */
  readonly name: string;
  readonly label: string;
  readonly level?: StateLevel;
}

const levelLabels = { good: 'OK', warning: 'warning', critical: 'critical', neutral: 'neutral' } as const;

/** Which value is which state. */
export interface StateConfig {
  readonly states?: Readonly<Record<string, StateStyle>>;
  readonly thresholds: readonly Threshold[];
}

/** A value's state: as the board names it, else by the thresholds, else the value itself. */
export function stateOf(value: Scalar, { states = {}, thresholds }: StateConfig): State {
  const name = String(value).slice(0, 100);
  if (Object.hasOwn(states, name)) {
    const { label, level } = states[name] ?? {};
    return { name, label: label ?? name, ...(level === undefined ? {} : { level }) };
  }
  if (typeof value !== 'number' || thresholds.length === 0) return { name, label: name };
  const level = levelOf(value, thresholds) ?? 'good';
  return { name: level, label: levelLabels[level], level };
}

function levelColour(level: StateLevel, palette: Palette): string {
  return level === 'good' ? palette.ok : level === 'neutral' ? palette.muted : palette[level];
}

/** Gives states without a level colours of the series', in the order in which they are met, so that each keeps its own. */
export class StateColours {
  private readonly met = new Map<string, number>();

  of({ name, level }: State, palette: Palette): string {
    if (level !== undefined) return levelColour(level, palette);
    const index = this.met.get(name) ?? this.met.size;
    this.met.set(name, index);
    return palette.series[index % palette.series.length] ?? palette.text;
  }
}
