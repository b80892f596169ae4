import { FeedHub } from './feed-hub.ts';
import type { TabMessage, TabPort } from './messages.ts';

// The shared worker: it has the browser's one stream, and a port to each page.
const hub = new FeedHub();

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (port === undefined) return;
  const tab: TabPort = { send: (message) => port.postMessage(message) };
  port.onmessage = ({ data }: MessageEvent<TabMessage>) => hub.take(tab, data);
});
