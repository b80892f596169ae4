import type { ConnectOptions } from '../api.ts';
import type { Transport } from '../transport.ts';
import { chooseTransport } from '../transports/choose.ts';
import type { LiveFeedParts } from './live-feed.ts';
import { TokenSource } from './token-source.ts';

/** The transport that was asked for, and the tokens that it shows. */
export async function openTransport(options: ConnectOptions, parts: LiveFeedParts): Promise<Transport> {
  const { root } = parts;
  if (options.token !== undefined) parts.tokens = new TokenSource(options.token);
  const token = parts.tokens?.get;
  const onProblem = options.onProblem ?? (() => {});
  const own = await chooseTransport({ root, options, token, onProblem });
  return canShare(options, root) ? (await import('../sharing/share.ts')).share(own, root, token) : own;
}

/** Tabs have a connection in common where page, module and service have one origin, and nothing of it is this page's own. */
function canShare({ share = true, transport = 'auto', WebSocket, fetch }: ConnectOptions, root: string): boolean {
  const isOwnService = globalThis.document !== undefined && root === globalThis.location?.origin;
  const isPlain = transport === 'auto' && WebSocket === undefined && fetch === undefined;
  return share && isPlain && isOwnService && import.meta.url.startsWith(`${root}/`);
}
