/** Points that go to the painter at once at most: a frame's are fewer. */
const maxPoints = 8_192;

/** Points on their way to the painter, as numbers in one piece of memory. */
export class PointPack {
  private readonly numbers = new Float64Array(3 * maxPoints);
  private count = 0;

  /** True when it has no room for another: it must be taken first. */
  add(index: number, time: number, value: number): boolean {
    this.numbers[this.count++] = index;
    this.numbers[this.count++] = time;
    this.numbers[this.count++] = value;
    return this.count === this.numbers.length;
  }

  /** What came since it was last taken; undefined when nothing did. */
  take(): Float64Array<ArrayBuffer> | undefined {
    if (this.count === 0) return undefined;
    const taken = this.numbers.slice(0, this.count);
    this.count = 0;
    return taken;
  }
}
