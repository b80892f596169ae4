import type { ConnectOptions } from '../api.ts';
import type { Transport } from '../transport.ts';
import { chooseTransport } from '../transports/choose.ts';
import { credentialsOf } from './credentials.ts';
import type { OpenFeed } from './feed-link.ts';
import { keepPosition } from './kept-position.ts';

/** The transport that was asked for, and the tokens that it shows. */
export async function openTransport(feed: OpenFeed): Promise<Transport> {
  const { options, parts } = feed;
  const { root } = parts;
  if (options.persist !== undefined) keepPosition(feed, options.persist);
  const token = options.token && (parts.tokens ?? credentialsOf(feed, options.token)).get;
  // What is published without a connection waits for one: it cannot wait for code that would only come by it.
  Promise.all([import('./feed-actions.ts'), import('../publishing/publisher.ts')]).catch(() => {});
  const own = await chooseTransport({
    ...{ root, options, token },
    onProblem: ({ kind, text, transport: name }) => feed.tell(kind, text, name),
  });
  const transport = canShare(options, root) ? (await import('../sharing/share.ts')).share(own, root, token) : own;
  transport.prepare = token;
  return transport;
}

/** Tabs have a connection in common where page, module and service have one origin, and nothing of it is this page's own. */
function canShare({ share = true, transport = 'auto', WebSocket, fetch }: ConnectOptions, root: string): boolean {
  const isOwnService = globalThis.document !== undefined && root === globalThis.location?.origin;
  const isPlain = transport === 'auto' && WebSocket === undefined && fetch === undefined;
  return share && isPlain && isOwnService && import.meta.url.startsWith(`${root}/`);
}
