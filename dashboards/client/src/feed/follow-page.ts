import type { Follower } from '../connection/follower.ts';
import { isWithin } from '../connection/within.ts';
import { watchPage } from '../sharing/page-life.ts';

/** A page that is shown asks for another attempt no more often than this, however often it is shown. */
const nudgeEvery = 5_000;

/** The connection follows the page's life: shown, left, kept by the browser and shown again, offline and online. */
export function followPage(follower: Follower): void {
  const { closed: signal } = follower;
  let nudgedAt = 0;
  let wasOffline = false;
  const show = () => {
    // Timers of a hidden page are slow: what they should have seen is looked at now.
    follower.look();
    if (isWithin(nudgeEvery, nudgedAt)) return;
    nudgedAt = Date.now();
    follower.retryNow();
  };
  watchPage(
    {
      hidden: (isHidden) => !isHidden && show(),
      // A browser keeps no page that has a connection.
      left: () => follower.pause('this page is not shown'),
      back: () => follower.resume(),
    },
    signal,
  );
  globalThis.addEventListener?.('offline', () => (wasOffline = true), { signal });
  globalThis.addEventListener?.(
    'online',
    () => {
      // The connection of the network before says nothing more, and does not end either.
      if (wasOffline && follower.status.state === 'live') follower.reopen('the network has changed');
      else follower.retryNow();
      wasOffline = false;
    },
    { signal },
  );
}
