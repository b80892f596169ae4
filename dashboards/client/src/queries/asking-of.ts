import type { Link } from '../link.ts';

/** How a feed's parts `ask`: at the service's root, with the feed's token, and as long as the feed is open. */
export function askingOf(link: Link, path: string) {
  const authorized: typeof fetch = async (input, init) =>
    link.fetch(input, { ...init, headers: await link.authorize(new Headers(init?.headers)) });
  return { url: `${link.root}${path}`, signal: link.closed, fetch: authorized };
}
