import type { OpenFeed } from './feed-link.ts';

/** Goes on where the page before was, by a position that outlives a reload in the tab's `sessionStorage`. */
export function keepPosition(feed: OpenFeed, name: string): void {
  const key = `livefeed.position ${name}`;
  const { followed } = feed.follower;
  followed.after = use((storage) => storage.getItem(key)) ?? followed.after;
  let isKept = true;
  feed.signals.add(() => {
    if (!isKept) return;
    isKept = false;
    // Once for all that came together.
    queueMicrotask(() => {
      isKept = true;
      const { after } = followed;
      if (after !== undefined) use((storage) => storage.setItem(key, after));
    });
  });
}

/** A storage may be missing, full, or forbidden to this page: after a reload the feed then begins from now on. */
function use<T>(act: (storage: Storage) => T): T | undefined {
  try {
    return act(sessionStorage);
  } catch {
    return undefined;
  }
}
