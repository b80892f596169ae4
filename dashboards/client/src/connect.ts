import type { ConnectOptions, Feed } from './api.ts';
import { LiveFeed, type LiveFeedParts } from './feed/live-feed.ts';
import { rootOf } from './feed/root.ts';
import { SseTransport } from './sse/sse-transport.ts';

/** Follows topics of a service, until it is closed. */
export function connect<Events extends object = Record<string, unknown>>(options: ConnectOptions = {}): Feed<Events> {
  const root = rootOf(options.url, import.meta.url);
  const load = async () => (await import('./feed/open-transport.ts')).openTransport(options, parts);
  const isPlain = options.transport === 'sse' && options.token === undefined;
  const { fetch } = options;
  const parts: LiveFeedParts = { root, transport: isPlain ? new SseTransport({ url: `${root}/events`, fetch }) : load };
  const feed = new LiveFeed<Events>(options, parts);
  feed.start();
  return feed as Feed<Events>;
}
