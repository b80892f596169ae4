import { FeedHub } from './feed-hub.ts';
import type { HubLine, HubLineEvents, HubMessage, TabMessage, TabPort } from './messages.ts';

const hubChannelOf = (key: string) => `livefeed.hub${key}`;
const tabChannel = (id: string) => `livefeed.tab.${id}`;

/** On the hub's channel: from a tab to the hub, and from a hub that has begun to all tabs. */
type ChannelMessage = { readonly from: string; readonly message: TabMessage } | 'begun';

/** The keys of the hubs that this page stands for. */
const candidacies = new Set<string>();

/**
 * To the hub in the page that holds the lock, where there are no shared workers. When that page goes, the browser gives the
 * lock to the one that has waited longest, and all join its hub with their positions. Each page has a channel of its own for
 * what the hub sends it, or each batch would go to all.
 */
export async function openLockLine(events: HubLineEvents, key = ''): Promise<HubLine> {
  const hubChannel = hubChannelOf(key);
  const id = crypto.randomUUID();
  const own = new BroadcastChannel(tabChannel(id));
  const hub = new BroadcastChannel(hubChannel);
  own.onmessage = ({ data }: MessageEvent<HubMessage>) => events.message(data);
  hub.onmessage = ({ data }: MessageEvent<ChannelMessage>) => data === 'begun' && events.renewed();
  if (!candidacies.has(key)) {
    candidacies.add(key);
    stand(hubChannel);
  }
  return {
    send: (message) => hub.postMessage({ from: id, message } satisfies ChannelMessage),
    close: () => {
      own.close();
      hub.close();
    },
  };
}

/** Waits for the lock, for as long as this page is there and runs: a frozen one would keep it, and bring nothing. */
function stand(hubChannel: string): void {
  const left = new AbortController();
  const leave = () => left.abort();
  addEventListener('pagehide', leave, { signal: left.signal });
  document.addEventListener('freeze', leave, { signal: left.signal });
  const back = new AbortController();
  const comeBack = () => {
    if (!left.signal.aborted) return;
    back.abort();
    stand(hubChannel);
  };
  addEventListener('pageshow', comeBack, { signal: back.signal });
  document.addEventListener('resume', comeBack, { signal: back.signal });
  navigator.locks
    .request(hubChannel, { signal: left.signal }, () => lead(hubChannel, left.signal))
    .catch(() => {
      // Left while it waited.
    });
}

function lead(hubChannel: string, left: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const hub = new FeedHub();
    const channel = new BroadcastChannel(hubChannel);
    const ports = new Map<string, ChannelPort>();
    channel.onmessage = ({ data }: MessageEvent<ChannelMessage>) => {
      if (data === 'begun') return;
      const { from, message } = data;
      const port = ports.get(from) ?? new ChannelPort(from);
      ports.set(from, port);
      hub.take(port, message);
      if (message.kind !== 'leave') return;
      port.close();
      ports.delete(from);
    };
    left.addEventListener('abort', () => {
      hub.close();
      channel.close();
      for (const port of ports.values()) port.close();
      resolve();
    });
    channel.postMessage('begun' satisfies ChannelMessage);
  });
}

class ChannelPort implements TabPort {
  private readonly channel: BroadcastChannel;

  constructor(id: string) {
    this.channel = new BroadcastChannel(tabChannel(id));
  }

  send(message: HubMessage): void {
    this.channel.postMessage(message);
  }

  close(): void {
    this.channel.close();
  }
}
