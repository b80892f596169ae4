import { HeldItems } from './held-items.ts';
import type { HubTab } from './hub-tab.ts';
import { comparePositions } from './position.ts';
import type { RecentEvents } from './recent-events.ts';

/** Gives a tab what it lacks of a stream that has come to a position. False when that is not known any more. */
export function recall(tab: HubTab, recent: RecentEvents, here: string | undefined): boolean {
  if (tab.has === undefined) return true;
  const missed = recent.after(tab.has);
  // What is added for others may be ahead of the stream, so that a tab which waits for the same may lack some of it.
  if (missed === undefined) return !tab.isHeld && here !== undefined && (comparePositions(tab.has, here) ?? -1) >= 0;
  const lacked = new HeldItems();
  for (const event of missed) if (tab.wants(event.topic)) lacked.add(event);
  // In the order of the log, or the tab would drop what stands before what it has had already.
  for (const event of lacked.inOrder()) tab.offer(event);
  return true;
}
