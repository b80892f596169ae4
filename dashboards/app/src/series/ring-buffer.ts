/** Times and values of fixed number, oldest first; when it is full a new point takes the oldest one's place. */
export class RingBuffer {
  private readonly times: Float64Array;
  private readonly values: Float64Array;
  /** Where the oldest point lies. */
  private start = 0;
  private count = 0;

  constructor(readonly capacity: number) {
    this.times = new Float64Array(capacity);
    this.values = new Float64Array(capacity);
  }

  get length(): number {
    return this.count;
  }

  copy(): RingBuffer {
    const other = new RingBuffer(this.capacity);
    other.times.set(this.times);
    other.values.set(this.values);
    other.start = this.start;
    other.count = this.count;
    return other;
  }

  push(time: number, value: number): void {
    const at = this.slot(this.count);
    this.times[at] = time;
    this.values[at] = value;
    if (this.count < this.capacity) this.count++;
    else this.start = this.slot(1);
  }

  setLastValue(value: number): void {
    this.values[this.slot(this.count - 1)] = value;
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

  private slot(index: number): number {
    return (this.start + index) % this.capacity;
  }
}
