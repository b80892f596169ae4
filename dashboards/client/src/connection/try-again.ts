import type { Follower } from './follower.ts';

/**
 * Ends the wait between two attempts. In a new network also the open connection: it says nothing more, and does not end
 * either. Where that is one of all tabs, their hub is told.
 */
export function tryAgain(follower: Follower, isNewNetwork: boolean | undefined): void {
  const { status, transport } = follower;
  if (isNewNetwork && status.state === 'live' && !transport?.isShared) follower.reopen('the network has changed');
  else follower.retryNow();
}
