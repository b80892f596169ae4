import type { ConnectOptions, Feed } from './api.ts';
import { LazyTransport } from './feed/lazy-transport.ts';
import { LiveFeed } from './feed/live-feed.ts';
import { TokenSource } from './feed/token-source.ts';
import { rootOf } from './feed/root.ts';
import { SseTransport } from './sse/sse-transport.ts';
import type { Transport } from './transport.ts';

/** Follows topics of a service, until it is closed. */
export function connect<Events extends object = Record<string, unknown>>(options: ConnectOptions = {}): Feed<Events> {
  const root = rootOf(options.url, import.meta.url);
  const tokens = new TokenSource(options.token);
  const feed = new LiveFeed<Events>(options, { root, tokens, transport: transportOf(options, root, tokens), storage: storage() });
  feed.start();
  return feed as Feed<Events>;
}

function transportOf(options: ConnectOptions, root: string, tokens: TokenSource): Transport {
  const token = options.token === undefined ? undefined : tokens.get;
  if (options.transport === 'sse') return new SseTransport({ url: `${root}/events`, token, fetch: options.fetch });
  const onProblem = options.onProblem ?? (() => {});
  return new LazyTransport(async () =>
    (await import('./transports/choose.ts')).chooseTransport({ root, options, token, onProblem }),
  );
}

/** Undefined where there is none, or the page may not use it. */
function storage(): Storage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}
