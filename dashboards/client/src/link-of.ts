import type { Link } from './link.ts';

const links = new WeakMap<object, Link>();

/** The connection of a feed, for parts that are not members of it. */
export const linkOf = (feed: object): Link | undefined => links.get(feed);

export const setLink = (feed: object, link: Link): void => void links.set(feed, link);
