import { RingBuffer } from './ring-buffer.ts';

/** Points of which the interval is told: enough that one late event does not move it. */
const intervalPoints = 9;

/** The values of one topic over the board's window. Times are the service's, in milliseconds, and only ever rise. */
export class Series {
  private readonly kept: RingBuffer;
  /** What is shown instead of what comes, while the page stands still. */
  private held: RingBuffer | undefined;
  /** The unit its events name. */
  unit = '';
  private latest = Number.NEGATIVE_INFINITY;

  constructor(
    readonly topic: string,
    capacity: number,
    /** Values that come closer together than this share a point, the last of them counts: so the ring spans the window. */
    private readonly step: number,
    /** Longest silence that is never a gap, in milliseconds: a window of hours is filled with few points. */
    private readonly coarseness = 0,
  ) {
    this.kept = new RingBuffer(capacity);
  }

  /** What is to be shown, oldest first. */
  get points(): RingBuffer {
    return this.held ?? this.kept;
  }

  /** Shows what there is now until it is told to show what comes. */
  hold(): void {
    this.held ??= this.kept.copy();
  }

  /** Shows these points instead, oldest first. */
  showPast(points: Iterable<readonly [number, number]>): void {
    const list = [...points];
    this.held = new RingBuffer(Math.max(1, list.length));
    for (const [time, value] of list) this.held.push(time, value);
  }

  release(): void {
    this.held = undefined;
  }

  /** False when the value is older than what is there: history and stream may overlap. */
  append(time: number, value: number): boolean {
    if (time < this.latest) return false;
    const points = this.kept;
    if (points.length > 0 && time - points.timeAt(points.length - 1) < this.step) points.setLastValue(value);
    else points.push(time, value);
    this.latest = time;
    return true;
  }

  get lastTime(): number {
    if (this.held === undefined) return this.latest;
    return this.held.length === 0 ? Number.NEGATIVE_INFINITY : this.held.timeAt(this.held.length - 1);
  }

  get lastValue(): number | undefined {
    return this.points.length === 0 ? undefined : this.points.valueAt(this.points.length - 1);
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
