/** A position that outlives a reload, in the tab's `sessionStorage`. Without a name nothing is kept. */
export class KeptPosition {
  readonly #name: string | undefined;

  constructor(name: string | undefined) {
    this.#name = name;
  }

  read(): string | undefined {
    return this.#use((storage, key) => storage.getItem(key) ?? undefined);
  }

  keep(position: string | undefined): void {
    if (position !== undefined) this.#use((storage, key) => storage.setItem(key, position));
  }

  /** A storage may be missing, full, or forbidden to this page: after a reload the feed then begins from now on. */
  #use<T>(act: (storage: Storage, key: string) => T): T | undefined {
    try {
      return this.#name === undefined ? undefined : act(sessionStorage, `livefeed.position ${this.#name}`);
    } catch {
      return undefined;
    }
  }
}
