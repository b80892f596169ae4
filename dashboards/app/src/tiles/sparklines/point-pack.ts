/** Max points of one message. A frame has fewer. */
const maxPoints = 8_192;

/** Collects points for the painter, as numbers in one array. */
export class PointPack {
  private readonly numbers = new Float64Array(3 * maxPoints);
  private count = 0;

  /** Returns true when it is full: it must be taken before the next point. */
  add(index: number, time: number, value: number): boolean {
    this.numbers[this.count++] = index;
    this.numbers[this.count++] = time;
    this.numbers[this.count++] = value;
    return this.count === this.numbers.length;
  }

  /** The points since it was last taken. Undefined when there are none. */
  take(): Float64Array<ArrayBuffer> | undefined {
    if (this.count === 0) return undefined;
    const taken = this.numbers.slice(0, this.count);
    this.count = 0;
    return taken;
  }
}
