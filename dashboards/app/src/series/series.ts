import { RingBuffer } from './ring-buffer.ts';

/** Points of which the interval is told: enough that one late event does not move it. */
const intervalPoints = 9;

/** The values of one topic over the board's window. Times are the service's, in milliseconds, and only ever rise. */
export class Series {
  readonly points: RingBuffer;
  /** The unit its events name. */
  unit = '';
  private latest = Number.NEGATIVE_INFINITY;

  constructor(
    readonly topic: string,
    capacity: number,
    /** Values that come closer together than this share a point, the last of them counts: so the ring spans the window. */
    private readonly step: number,
  ) {
    this.points = new RingBuffer(capacity);
  }

  /** False when the value is older than what is there: history and stream may overlap. */
  append(time: number, value: number): boolean {
    if (time < this.latest) return false;
    const { points } = this;
    if (points.length > 0 && time - points.timeAt(points.length - 1) < this.step) points.setLastValue(value);
    else points.push(time, value);
    this.latest = time;
    return true;
  }

  get lastTime(): number {
    return this.latest;
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
    return interval === undefined ? Number.POSITIVE_INFINITY : Math.max(3 * interval, 2_500);
  }
}
