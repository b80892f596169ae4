/** What is loaded when it is first wanted. Where that fails, whoever wants it next tries again. */
export class Loaded<T> {
  #loading: Promise<T> | undefined;

  readonly #load: () => Promise<T>;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** Undefined while nobody has wanted it. */
  get present(): Promise<T> | undefined {
    return this.#loading;
  }

  get(): Promise<T> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }
}
