import { regularInterval } from '../../series/latest.ts';
import { LogPlace } from '../../series/log-place.ts';

/** A state and how long it lasted: `to` is when it was last seen. */
export interface Run<S> {
  readonly state: S;
  readonly from: number;
  to: number;
}

/** Max runs: five hours of a state that changes each second. The oldest are dropped, and their time is shown as unknown. */
const maxRuns = 20_000;
const keptIntervals = 8;
/** Below this a silence may be jitter. */
const leastGap = 5_000;

/**
 * The states of one topic over time, oldest first. A late one stands where it happened. One that its producer told ahead of
 * the service's time ends when another one comes.
 */
export class StateRuns<S extends { readonly name: string }> {
  readonly runs: Run<S>[] = [];
  readonly place = new LogPlace();
  private readonly intervals: number[] = [];

  constructor(
    readonly topic: string,
    /** Milliseconds of silence after which the state is unknown. By the observed interval unless set. */
    private readonly stale: number | undefined,
  ) {}

  get last(): Run<S> | undefined {
    return this.runs.at(-1);
  }

  /** The state at this time, or the last one before it. */
  at(time: number): Run<S> | undefined {
    return this.runs.findLast(({ from }) => from <= time);
  }

  get interval(): number | undefined {
    return regularInterval(this.intervals);
  }

  /** How long a state holds without a new event. For ever, if events come only when it changes. */
  get holds(): number {
    const { interval } = this;
    return this.stale ?? (interval === undefined ? Number.POSITIVE_INFINITY : Math.max(leastGap, 3 * interval));
  }

  /**
   * Returns false for an event that came before the last: history and stream may overlap. `now` is the service's time.
   */
  take({ time, position }: { readonly time: number; readonly position?: string }, state: S, now: number): boolean {
    if (!this.place.pass(time, position)) return false;
    this.endAhead(time, now);
    const { last } = this;
    if (last !== undefined && time < last.to) this.insert(time, state);
    else this.add(time, state);
    if (this.runs.length > maxRuns) this.runs.shift();
    return true;
  }

  private endAhead(time: number, now: number): void {
    const isAhead = (other: number | undefined) => other !== undefined && other > Math.max(time, now);
    while (isAhead(this.last?.from)) this.runs.pop();
    const { last } = this;
    if (last !== undefined && isAhead(last.to)) last.to = Math.max(last.from, time);
  }

  private add(time: number, state: S): void {
    const { last } = this;
    const silence = last === undefined ? 0 : time - last.to;
    const isSame = last?.state.name === state.name && silence <= this.holds;
    if (silence > 0) this.intervals.push(silence);
    if (this.intervals.length > keptIntervals) this.intervals.shift();
    if (last !== undefined && isSame) last.to = time;
    else this.runs.push({ state, from: time, to: time });
  }

  /** The run in which it falls is parted: it was seen again at its end. */
  private insert(time: number, state: S): void {
    const at = this.runs.findLastIndex(({ from }) => from <= time);
    const run = this.runs[at];
    if (run?.state.name === state.name) {
      run.to = Math.max(run.to, time);
      return;
    }
    const rest = run !== undefined && run.to > time ? [{ ...run, from: run.to }] : [];
    if (run !== undefined) run.to = Math.min(run.to, time);
    this.runs.splice(at + 1, 0, { state, from: time, to: time }, ...rest);
  }

  /** Drops the runs before this time, except the one that held then. */
  forget(before: number): void {
    let gone = 0;
    while ((this.runs[gone + 1]?.from ?? Number.POSITIVE_INFINITY) <= before) gone++;
    if (gone > 0) this.runs.splice(0, gone);
  }

  /** Where a run ends: at the next one, or when its state is no longer known. */
  endOf(index: number, now: number): number {
    return this.end(index, now, this.holds, this.interval);
  }

  /** The runs that reach into this time, as long as they are drawn. */
  within(from: number, to: number, now: number): { readonly state: S; readonly from: number; readonly to: number }[] {
    const { holds, interval, runs } = this;
    const found = [];
    for (
      let i = Math.max(
        0,
        runs.findLastIndex((run) => run.from <= from),
      );
      i < runs.length;
      i++
    ) {
      const run = runs[i] as Run<S>;
      if (run.from > to) break;
      found.push({ state: run.state, from: run.from, to: this.end(i, now, holds, interval) });
    }
    return found;
  }

  private end(index: number, now: number, holds: number, interval: number | undefined): number {
    const run = this.runs[index];
    if (run === undefined) return now;
    // Events after the page's time are ignored.
    const next = Math.min(this.runs[index + 1]?.from ?? now, now);
    if (next <= run.to) return next;
    return next - run.to <= holds ? next : run.to + Math.min(interval ?? 0, next - run.to);
  }
}
