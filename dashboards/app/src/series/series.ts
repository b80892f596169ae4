import { LogPlace } from './log-place.ts';
import { RingBuffer } from './ring-buffer.ts';

/** Points from which the interval is computed: enough that one late event does not change it. */
const intervalPoints = 9;

/** The values of one topic over the board's window, in order of their times, which are in milliseconds. */
export class Series {
  private readonly kept: RingBuffer;
  /** Shown instead of the present values while the page is paused. */
  private held: RingBuffer | undefined;
  /** The values at the pause. They are shown again when the reader comes back from an earlier time. */
  private atPause: RingBuffer | undefined;
  /** How many tiles show it. Only the store writes it. */
  users = 0;
  /** The unit its events name. */
  unit = '';
  readonly place = new LogPlace();
  private latest = Number.NEGATIVE_INFINITY;
  private latestValue: number | undefined;

  constructor(
    readonly topic: string,
    capacity: number,
    /**
     * Milliseconds. Of the values within a step the least and the largest are kept, in whatever order they come. So the ring
     * spans the window, and no peak is lost.
     */
    private readonly step: number,
    /** The longest silence that is never a gap, in milliseconds: a window of hours has few points. */
    private readonly coarseness = 0,
  ) {
    this.kept = new RingBuffer(capacity);
  }

  /** The points to show, oldest first. */
  get points(): RingBuffer {
    return this.held ?? this.kept;
  }

  /** Pauses: shows the values of the first call until `release`. */
  hold(): void {
    this.atPause ??= this.kept.copy();
    this.held = this.atPause;
  }

  /** Shows these points instead, oldest first. */
  showPast(points: Iterable<readonly [number, number]>): void {
    const list = [...points];
    this.held = new RingBuffer(Math.max(1, list.length));
    for (const [time, value] of list) this.held.push(time, value);
  }

  release(): void {
    this.held = undefined;
    this.atPause = undefined;
  }

  /** False when the value came before what is there: history and stream may overlap. */
  append(time: number, value: number, position?: string): boolean {
    if (!this.place.pass(time, position)) return false;
    this.add(time, value);
    return true;
  }

  /** Takes a value that came after those that are there. It may be late, or they may have told a time ahead. */
  add(time: number, value: number): void {
    if (time === this.latest && value === this.latestValue) return;
    this.latest = time;
    this.latestValue = value;
    const { kept, step } = this;
    const from = step > 0 ? time - (time % step) : time;
    const first = kept.firstFrom(from);
    if (kept.firstFrom(from + step) - first < 2) kept.insert(time, value);
    else this.widenStep(first, time, value);
  }

  /** A new least or largest value takes the place of that of its step, whose points begin here. The other extreme stays. */
  private widenStep(first: number, time: number, value: number): void {
    const { kept } = this;
    const [earlier, later] = [kept.valueAt(first), kept.valueAt(first + 1)];
    if (value > Math.min(earlier, later) && value < Math.max(earlier, later)) return;
    const isLargest = value >= Math.max(earlier, later);
    const stays = isLargest === earlier > later ? first + 1 : first;
    const [stayingTime, staying] = [kept.timeAt(stays), kept.valueAt(stays)];
    const isLater = time >= stayingTime;
    kept.replace(isLater ? first : first + 1, stayingTime, staying);
    kept.replace(isLater ? first + 1 : first, time, value);
  }

  get lastTime(): number {
    if (this.held === undefined) return this.latest;
    return this.held.length === 0 ? Number.NEGATIVE_INFINITY : this.held.timeAt(this.held.length - 1);
  }

  get lastValue(): number | undefined {
    if (this.held === undefined) return this.latestValue;
    return this.held.length === 0 ? undefined : this.held.valueAt(this.held.length - 1);
  }

  /** The time between values, as the median of the last few; undefined until there are two. */
  get interval(): number | undefined {
    const { points } = this;
    const from = Math.max(1, points.length - intervalPoints + 1);
    const steps: number[] = [];
    for (let i = from; i < points.length; i++) steps.push(points.timeAt(i) - points.timeAt(i - 1));
    steps.sort((a, b) => a - b);
    return steps[steps.length >> 1];
  }

  /** A longer silence between two points is a gap in the line; under three intervals it may be jitter or one lost value. */
  get gapLimit(): number {
    const { interval } = this;
    return interval === undefined ? Number.POSITIVE_INFINITY : Math.max(3 * interval, 2_500, this.coarseness);
  }
}
