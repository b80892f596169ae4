import type { Link } from './link.ts';

const links = new WeakMap<object, Link>();

/** A feed that `connect` made. */
interface Linked {
  readonly actions?: { get(): Promise<{ readonly link: Link }> };
}

/** The connection of a feed, for parts that are not members of it; undefined for what is no feed of this library. */
export const linkOf = async (feed: object): Promise<Link | undefined> =>
  links.get(feed) ?? (await (feed as Linked).actions?.get())?.link;

export const setLink = (feed: object, link: Link): void => void links.set(feed, link);
