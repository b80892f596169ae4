import type { AnyFeed } from '../any-feed.ts';
import type { SubscribeOptions } from '../api.ts';
import { Refusal } from '../refusal.ts';

export interface HoldOptions extends SubscribeOptions {
  /** The feed follows it already. */
  readonly isFollowed?: boolean;
  /** The service says no. */
  readonly onRefused?: (refusal: Refusal) => void;
}

const counts = new WeakMap<object, Map<string, number>>();

/**
 * Has a feed follow a topic until all who want it have let go: several parts of a page may want the same. Whoever lets go
 * and takes it again in the same task changes nothing.
 */
export function hold(feed: AnyFeed, topic: string, options: HoldOptions = {}): () => void {
  const { isFollowed = false, onRefused, ...from } = options;
  const count = counts.get(feed) ?? new Map<string, number>();
  counts.set(feed, count);
  const holders = (count.get(topic) ?? 0) + 1;
  count.set(topic, holders);
  let isHeld = true;
  if (!isFollowed && holders === 1) {
    // That nobody wants it any more is no refusal.
    feed.subscribe(topic, from).catch((error: unknown) => error instanceof Refusal && onRefused?.(error));
  }
  return () => {
    if (!isHeld) return;
    isHeld = false;
    queueMicrotask(() => {
      const left = (count.get(topic) ?? 0) - 1;
      count.set(topic, left);
      if (left > 0) return;
      count.delete(topic);
      feed.unsubscribe(topic).catch(() => {
        // Without a connection there is nothing to take back.
      });
    });
  };
}
