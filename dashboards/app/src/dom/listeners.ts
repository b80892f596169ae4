/** Who is told of a change. One that was added with a signal is told until that is aborted. */
export class Listeners {
  private readonly all = new Set<() => void>();

  add(listener: () => void, signal?: AbortSignal): void {
    // Two may share a function.
    const own = () => listener();
    this.all.add(own);
    signal?.addEventListener('abort', () => this.all.delete(own), { once: true });
  }

  tell(): void {
    for (const listener of [...this.all]) listener();
  }
}
