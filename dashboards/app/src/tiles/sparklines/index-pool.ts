/** Gives things small whole numbers. The number of a thing that is gone is used again. */
export class IndexPool<T> {
  private readonly indexes = new Map<T, number>();
  private readonly freed: number[] = [];
  private next = 0;

  /** One more than the largest index so far. */
  get size(): number {
    return this.next;
  }

  has(thing: T): boolean {
    return this.indexes.has(thing);
  }

  of(thing: T): number {
    let index = this.indexes.get(thing);
    if (index === undefined) {
      index = this.freed.pop() ?? this.next++;
      this.indexes.set(thing, index);
    }
    return index;
  }

  /** The index that it had. Undefined if it had none. */
  free(thing: T): number | undefined {
    const index = this.indexes.get(thing);
    if (index !== undefined) {
      this.indexes.delete(thing);
      this.freed.push(index);
    }
    return index;
  }
}
