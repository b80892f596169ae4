/** Points at first. Most of a thousand series have few points, so a buffer grows as it is filled, up to its capacity. */
const roomAtFirst = 128;

/** A bounded list of times and values, oldest first. In a full buffer a new point replaces the oldest. */
export class RingBuffer {
  private times: Float64Array;
  private values: Float64Array;
  /** Where the oldest point lies. */
  private start = 0;
  private count = 0;

  constructor(readonly capacity: number) {
    const room = Math.min(capacity, roomAtFirst);
    this.times = new Float64Array(room);
    this.values = new Float64Array(room);
  }

  get length(): number {
    return this.count;
  }

  copy(): RingBuffer {
    const other = new RingBuffer(this.capacity);
    other.times = this.times.slice();
    other.values = this.values.slice();
    other.start = this.start;
    other.count = this.count;
    return other;
  }

  push(time: number, value: number): void {
    if (this.count === this.times.length && this.count < this.capacity) this.grow();
    const at = this.slot(this.count);
    this.times[at] = time;
    this.values[at] = value;
    if (this.count < this.times.length) this.count++;
    else this.start = this.slot(1);
  }

  /** Puts a point in its place among the others. In a full buffer one before all of them is dropped. */
  insert(time: number, value: number): void {
    if (this.count === this.capacity && time < this.timeAt(0)) return;
    this.push(time, value);
    for (let i = this.count - 1; i > 0 && this.timeAt(i - 1) > time; i--) {
      this.replace(i, this.timeAt(i - 1), this.valueAt(i - 1));
      this.replace(i - 1, time, value);
    }
  }

  /** Puts this point in the place of another. */
  replace(index: number, time: number, value: number): void {
    const at = this.slot(index);
    this.times[at] = time;
    this.values[at] = value;
  }

  timeAt(index: number): number {
    return this.times[this.slot(index)] as number;
  }

  valueAt(index: number): number {
    return this.values[this.slot(index)] as number;
  }

  /** The first point at or after the time; `length` when there is none. */
  firstFrom(time: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeAt(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Before it is full its oldest point lies first. */
  private grow(): void {
    const room = Math.min(this.capacity, this.times.length * 2);
    const [times, values] = [this.times, this.values];
    this.times = new Float64Array(room);
    this.values = new Float64Array(room);
    this.times.set(times);
    this.values.set(values);
  }

  private slot(index: number): number {
    const at = this.start + index;
    return at < this.times.length ? at : at - this.times.length;
  }
}
