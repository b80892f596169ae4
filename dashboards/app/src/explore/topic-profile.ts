import type { FeedEvent } from '@livefeed/client/engine';
import { readValue } from '../series/read-value.ts';
import { type NumberMember, shapeOf } from './shape.ts';

/** The tiles that fit the events so far. When the plan changes, which is seldom, the tiles are made anew. */
export interface Plan {
  /** The units of the charts, in the order in which they were first seen. */
  readonly units: readonly string[];
  /** There is only one series, which gets a number tile as well. */
  readonly isSingle: boolean;
  readonly hasStates: boolean;
}

/** Max units with a chart. Numbers of other units are only in the list of frames. */
const maxUnits = 6;
/** Max numbers of one event that can be added to a board. */
const maxPaths = 12;
/** Max different texts of a topic. With more they are messages, not states. */
const maxStates = 12;

/** Which kinds of data the events of a topic or pattern have. */
export class TopicProfile {
  /** The units of the numbers that a tile finds in the data, by path. */
  readonly paths = new Map<string, string>();
  private readonly units: string[] = [];
  private firstSeries: string | undefined;
  private hasSecondSeries = false;
  private readonly states = new Set<string>();
  plan: Plan = { units: [], isSingle: false, hasStates: false };

  /** Takes an event; `plan` is another object when it changed. */
  note({ topic, data }: FeedEvent): void {
    const shape = shapeOf(data);
    if (shape.kind === 'numbers') for (const number of shape.numbers) this.noteNumber(topic, number, data);
    else if (shape.kind === 'state' && this.states.size <= maxStates) this.states.add(shape.state);
    this.update();
  }

  /** The chart on which a unit is drawn, by its place in the plan; -1 is none. */
  chartOf(unit: string): number {
    return this.units.indexOf(unit);
  }

  private noteNumber(topic: string, { path, value, unit }: NumberMember, data: unknown): void {
    if (!this.units.includes(unit) && this.units.length < maxUnits) this.units.push(unit);
    // A tile finds no member whose name has a dot.
    const isFound = readValue(data, path === '' ? undefined : path) === value;
    if (isFound && this.paths.size < maxPaths && !this.paths.has(path)) this.paths.set(path, unit);
    if (this.hasSecondSeries) return;
    const series = `${topic}\n${path}`;
    this.firstSeries ??= series;
    this.hasSecondSeries = this.firstSeries !== series;
  }

  private update(): void {
    const hasStates = this.states.size > 0 && this.states.size <= maxStates;
    const isSingle = this.firstSeries !== undefined && !this.hasSecondSeries;
    const { plan, units } = this;
    if (plan.units.length === units.length && plan.isSingle === isSingle && plan.hasStates === hasStates) return;
    this.plan = { units: [...units], isSingle, hasStates };
  }
}
