/** The newest entries, oldest first, bounded in number and in size together. */
export class RecentEntries<T> {
  readonly list: T[] = [];
  private size = 0;

  constructor(
    private readonly most: number,
    private readonly maxSize: number,
    private readonly sizeOf: (entry: T) => number,
  ) {}

  push(entry: T): void {
    this.list.push(entry);
    this.size += this.sizeOf(entry);
    // The newest stays, however large it is.
    while (this.list.length > 1 && (this.list.length > this.most || this.size > this.maxSize)) {
      this.size -= this.sizeOf(this.list.shift() as T);
    }
  }

  clear(): void {
    this.list.length = 0;
    this.size = 0;
  }
}
