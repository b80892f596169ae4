/** Listeners for a change. One that is added with a signal is removed when the signal aborts. */
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
