import type { FeedClient } from '../connection/feed-client.ts';
import { watchPage } from '../sharing/page-life.ts';

/** A page that is shown asks for another attempt no more often than this, however often it is shown. */
const nudgeEvery = 5_000;

/** The connection follows the page's life: shown, left, kept by the browser and shown again, offline and online. */
export function followPage(client: FeedClient, signal: AbortSignal): void {
  let nudgedAt = 0;
  let wasOffline = false;
  const show = () => {
    // Timers of a hidden page are slow: what they should have seen is looked at now.
    client.look();
    if (Date.now() - nudgedAt < nudgeEvery) return;
    nudgedAt = Date.now();
    client.retryNow();
  };
  watchPage(
    {
      hidden: (isHidden) => !isHidden && show(),
      // A browser keeps no page that has a connection.
      left: () => client.pause('this page is not shown'),
      back: () => client.resume(),
    },
    signal,
  );
  globalThis.addEventListener?.('offline', () => (wasOffline = true), { signal });
  globalThis.addEventListener?.(
    'online',
    () => {
      // The connection of the network before says nothing more, and does not end either.
      if (wasOffline && client.status.state === 'live') client.reopen('the network has changed');
      wasOffline = false;
    },
    { signal },
  );
}
