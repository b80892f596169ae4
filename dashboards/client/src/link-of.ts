import type { Link } from './link.ts';

/** A feed that `connect` made. */
interface Linked {
  readonly actions?: { get(): Promise<{ readonly link: Link }> };
}

/** The connection of a feed, for parts that are not members of it; undefined for what is no feed of this library. */
export const linkOf = async (feed: object): Promise<Link | undefined> => (await (feed as Linked).actions?.get())?.link;
