/** A position that outlives a reload, in the tab's `sessionStorage`. Without a storage, or without a name, nothing is kept. */
export class KeptPosition {
  private readonly key: string;

  constructor(
    private readonly name: string | undefined,
    private readonly storage: Storage | undefined,
  ) {
    this.key = `livefeed.position ${name}`;
  }

  read(): string | undefined {
    if (this.name === undefined) return undefined;
    try {
      return this.storage?.getItem(this.key) ?? undefined;
    } catch {
      return undefined;
    }
  }

  keep(position: string | undefined): void {
    if (this.name === undefined || position === undefined) return;
    try {
      this.storage?.setItem(this.key, position);
    } catch {
      // The storage is full or forbidden: after a reload the feed begins from now on.
    }
  }
}
