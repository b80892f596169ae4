import type { Follower } from '../connection/follower.ts';
import { nudgeOf } from '../connection/nudge.ts';
import { tryAgain } from '../connection/try-again.ts';
import { watchNetwork, watchPage } from '../sharing/page-life.ts';

/** The connection follows the page's life: shown, left, kept by the browser and shown again, offline and online. */
export function followPage(follower: Follower): void {
  const nudge = nudgeOf(follower.retryNow);
  const show = () => {
    // Timers of a hidden page are slow: what they should have seen is looked at now.
    follower.look();
    nudge();
  };
  watchPage(
    {
      hidden: (isHidden) => !isHidden && show(),
      // A browser keeps no page that has a connection.
      left: () => follower.pause('this page is not shown'),
      back: () => follower.resume(),
    },
    follower.closed,
  );
  watchNetwork((isNew) => tryAgain(follower, isNew), follower.closed);
}
