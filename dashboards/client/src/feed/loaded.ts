/** What is loaded when it is first wanted. Where that fails, whoever wants it next tries again. */
export class Loaded<T> {
  private loading: Promise<T> | undefined;

  constructor(private readonly load: () => Promise<T>) {}

  /** Undefined while nobody has wanted it. */
  get present(): Promise<T> | undefined {
    return this.loading;
  }

  get(): Promise<T> {
    this.loading ??= this.load().catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }
}
