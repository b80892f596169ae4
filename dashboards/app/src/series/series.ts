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
  private readonly place = new LogPlace();
  private latest = Number.NEGATIVE_INFINITY;
  private latestValue: number | undefined;
  /** When the current step began, and how many points it has. */
  private stepFrom = Number.NEGATIVE_INFINITY;
  private inStep = 0;

  constructor(
    readonly topic: string,
    capacity: number,
    /**
     * Milliseconds. Of the values within a step the least and the largest are kept. So the ring spans the window, and no
     * peak is lost.
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
    const { kept } = this;
    if (kept.length > 0 && time < kept.timeAt(kept.length - 1)) return kept.insert(time, value);
    if (time - this.stepFrom >= this.step) {
      this.stepFrom = time;
      this.inStep = 0;
    }
    if (this.inStep === 2) this.widenStep(time, value);
    else {
      this.inStep++;
      kept.push(time, value);
    }
  }

  /** A new least or largest value becomes the later point of its step. The other extreme stays. */
  private widenStep(time: number, value: number): void {
    const { kept } = this;
    const last = kept.length - 1;
    const [earlier, later] = [kept.valueAt(last - 1), kept.valueAt(last)];
    if (value > Math.min(earlier, later) && value < Math.max(earlier, later)) return;
    const staysLater = value >= Math.max(earlier, later) ? later < earlier : later > earlier;
    if (staysLater) kept.replace(last - 1, kept.timeAt(last), later);
    kept.replace(last, time, value);
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
