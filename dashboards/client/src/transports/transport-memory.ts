import type { TransportName } from '../api.ts';

/** Which transport worked where a better one did not, and until when the better one is not tried. */
export interface Remembered {
  readonly name: TransportName;
  /** `Date.now()` scale. */
  readonly until: number;
  /** How long it was remembered for, in milliseconds. */
  readonly span: number;
}

export interface TransportMemory {
  get(): Remembered | undefined;
  set(remembered: Remembered | undefined): void;
}

/** For the page session, so that the next page of it begins with what works; without a storage, for this page. */
export function transportMemory(root: string, storage: Storage | undefined): TransportMemory {
  const key = `livefeed.transport ${root}`;
  let here: Remembered | undefined = read(key, storage);
  return {
    get: () => here,
    set: (remembered) => {
      here = remembered;
      try {
        if (remembered === undefined) storage?.removeItem(key);
        else storage?.setItem(key, JSON.stringify(remembered));
      } catch {
        // Full, or forbidden to this page: it is remembered here only.
      }
    },
  };
}

/** Undefined where there is none, or the page may not use it. */
export function sessionStorageOrNone(): Storage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}

function read(key: string, storage: Storage | undefined): Remembered | undefined {
  try {
    const { name, until, span } = JSON.parse(storage?.getItem(key) ?? '{}') as Partial<Remembered>;
    return name !== undefined && typeof until === 'number' && typeof span === 'number' ? { name, until, span } : undefined;
  } catch {
    return undefined;
  }
}
