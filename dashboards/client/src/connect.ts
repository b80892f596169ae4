import type { ConnectOptions, Feed } from './api.ts';
import { LiveFeed } from './feed/live-feed.ts';
import { rootOf } from './feed/root.ts';
import { SseTransport } from './sse/sse-transport.ts';

/** Follows topics of a service, until it is closed. */
export function connect<Events extends object = Record<string, unknown>>(options: ConnectOptions = {}): Feed<Events> {
  const root = rootOf(options.url, import.meta.url);
  const load = async () => (await import('./feed/open-transport.ts')).openTransport(feed);
  const { transport: name, token, persist, fetch } = options;
  const isPlain = name === 'sse' && token === undefined && persist === undefined;
  const transport = isPlain ? new SseTransport({ root, fetch }) : load;
  const feed: LiveFeed<Events> = new LiveFeed(options, { root, transport });
  feed.start();
  return feed as Feed<Events>;
}
