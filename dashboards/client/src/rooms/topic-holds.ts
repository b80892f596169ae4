import type { AnyFeed } from '../any-feed.ts';
import type { SubscribeOptions } from '../api.ts';
import { followingOf } from '../link-of.ts';
import { Refusal } from '../refusal.ts';

export interface HoldOptions extends SubscribeOptions {
  /** The feed was opened with it, and is to follow it no longer than it is held. */
  readonly isFollowed?: boolean;
  /** The service says no. */
  readonly onRefused?: (refusal: Refusal) => void;
}

interface Held {
  holders: number;
  readonly isFollowed: boolean;
}

const allHeld = new WeakMap<object, Map<string, Held>>();

/**
 * Has a feed follow a topic until all who want it have let go: several parts of a page may want the same. What the page
 * itself asked the feed for stays. Whoever lets go and takes it again in the same task changes nothing.
 */
export function hold(feed: AnyFeed, topic: string, options: HoldOptions = {}): () => void {
  const { isFollowed = false, onRefused, ...from } = options;
  const ofFeed = allHeld.get(feed) ?? new Map<string, Held>();
  allHeld.set(feed, ofFeed);
  const held = ofFeed.get(topic) ?? { holders: 0, isFollowed };
  ofFeed.set(topic, held);
  if (held.holders++ === 0 && !isFollowed) {
    // That nobody wants it any more is no refusal.
    const onFailed = (error: unknown) => error instanceof Refusal && onRefused?.(error);
    followingOf(feed)
      .then((following) => following.subscribe(topic, from))
      .catch(onFailed);
  }
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    queueMicrotask(() => {
      if (--held.holders > 0) return;
      ofFeed.delete(topic);
      const following = held.isFollowed ? Promise.resolve(feed) : followingOf(feed);
      following
        .then((by) => by.unsubscribe(topic))
        .catch(() => {
          // Without a connection there is nothing to take back.
        });
    });
  };
}
