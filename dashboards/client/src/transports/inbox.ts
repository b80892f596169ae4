/** What arrives while nobody reads, for one reader: all there is at once, then the end. */
export class Inbox<T> {
  private items: T[] = [];
  private isNews = false;
  private ended = false;
  private error: unknown;
  private wake: (() => void) | undefined;

  /** Without items it is a sign of life. */
  push(...items: readonly T[]): void {
    if (this.ended) return;
    this.items.push(...items);
    this.isNews = true;
    this.wake?.();
  }

  /** The first end counts; what was pushed before is still read. */
  end(error?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.error = error;
    this.wake?.();
  }

  async *read(): AsyncGenerator<readonly T[]> {
    for (;;) {
      if (this.isNews) {
        const items = this.items;
        this.items = [];
        this.isNews = false;
        yield items;
      } else if (this.ended) {
        if (this.error !== undefined) throw this.error;
        return;
      } else {
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    }
  }
}
