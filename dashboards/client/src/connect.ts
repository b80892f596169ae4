import type { ConnectOptions, Feed } from './api.ts';
import { LazyTransport } from './feed/lazy-transport.ts';
import { LiveFeed } from './feed/live-feed.ts';
import { rootOf } from './feed/root.ts';
import { TokenSource } from './feed/token-source.ts';
import { SseTransport } from './sse/sse-transport.ts';
import type { Transport } from './transport.ts';

/** Follows topics of a service, until it is closed. */
export function connect<Events extends object = Record<string, unknown>>(options: ConnectOptions = {}): Feed<Events> {
  const root = rootOf(options.url, import.meta.url);
  const tokens = new TokenSource(options.token);
  const parts = { root, tokens, transport: transportOf(options, root, tokens), storage: storage() };
  const feed = new LiveFeed<Events>(options, parts);
  feed.start();
  return feed as Feed<Events>;
}

function transportOf(options: ConnectOptions, root: string, tokens: TokenSource): Transport {
  const token = options.token === undefined ? undefined : tokens.get;
  if (options.transport === 'sse') return new SseTransport({ url: `${root}/events`, token, fetch: options.fetch });
  const onProblem = options.onProblem ?? (() => {});
  return new LazyTransport(async () => {
    const own = await (await import('./transports/choose.ts')).chooseTransport({ root, options, token, onProblem });
    return canShare(options, root) ? (await import('./sharing/share.ts')).share(own, root, token) : own;
  });
}

/** Tabs have a connection in common where page, module and service have one origin, and nothing of it is this page's own. */
function canShare({ share = true, transport = 'auto', WebSocket, fetch }: ConnectOptions, root: string): boolean {
  const isOwnService = globalThis.document !== undefined && root === globalThis.location?.origin;
  const isPlain = transport === 'auto' && WebSocket === undefined && fetch === undefined;
  return share && isPlain && isOwnService && import.meta.url.startsWith(`${root}/`);
}

/** Undefined where there is none, or the page may not use it. */
function storage(): Storage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}
