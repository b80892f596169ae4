import { callEach } from '../connection/call-each.ts';

/** Functions that hear of something. One that throws does not keep it from the others; its error reaches the console. */
export class Callbacks<T> {
  readonly #all = new Set<(value: T) => void>();

  /** The function returned takes it away. */
  add(callback: (value: T) => void): () => void {
    // The same function may be added twice, and is then called twice.
    const own = (value: T) => callback(value);
    this.#all.add(own);
    return () => this.#all.delete(own);
  }

  call(value: T): void {
    callEach(this.#all, (callback) => callback(value));
  }
}
