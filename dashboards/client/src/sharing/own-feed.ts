import type { FeedSource } from '../feed-source.ts';
import { Wait } from '../wait.ts';

export type MakeFeed = (topics: readonly string[], after: string | undefined) => FeedSource;

/** Until it is tried again what could not be loaded. */
const again = 5_000;

/** A stream of a page's own is loaded when it is wanted, since hardly any page wants it; tried again until it comes. */
export async function loadOwnFeed(onAway: () => void, closed: AbortSignal): Promise<MakeFeed | undefined> {
  for (; !closed.aborted; await new Wait().for(again, closed)) {
    try {
      const { FeedClient } = await import('../connection/feed-client.ts');
      const { watchOverdue: overdue } = await import('../connection/overdue-watch.ts');
      return (topics, after) => new FeedClient({ topics, after, overdue });
    } catch {
      onAway();
    }
  }
  return undefined;
}
