/** Calls for each. One that throws does not keep it from the others; its error still reaches the console. */
export function callEach<T>(all: Iterable<T>, call: (one: T) => void): void {
  // Whoever is called may add and take away.
  for (const one of [...all]) {
    try {
      call(one);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
