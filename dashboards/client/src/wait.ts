/** What a timer can wait: its milliseconds have 31 bits. */
export const maxWait = 2 ** 31 - 1;

/** A wait that an abort or a wake-up ends early; one wait at a time. */
export class Wait {
  #end: (() => void) | undefined;

  for(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const timer = setTimeout(() => this.#end?.(), Math.min(milliseconds, maxWait));
      this.#end = () => {
        this.#end = undefined;
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => this.#end?.();
      signal.addEventListener('abort', onAbort);
    });
  }

  wake(): void {
    this.#end?.();
  }
}
