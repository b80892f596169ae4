import type { AnyFeed } from './any-feed.ts';
import type { Link } from './link.ts';

/** Follows topics, and no longer. */
export type Following = Pick<AnyFeed, 'subscribe' | 'unsubscribe'>;

/** A feed that `connect` made. */
interface Linked {
  readonly actions?: { get(): Promise<{ readonly link: Link; readonly ofParts?: Following }> };
}

/** The connection of a feed, for parts that are not members of it; undefined for what is no feed of this library. */
export const linkOf = async (feed: object): Promise<Link | undefined> => (await (feed as Linked).actions?.get())?.link;

/** How parts of a page follow topics for a while, and leave the page those that it wants itself. */
export const followingOf = async (feed: AnyFeed): Promise<Following> =>
  (await (feed as Linked).actions?.get())?.ofParts ?? feed;
