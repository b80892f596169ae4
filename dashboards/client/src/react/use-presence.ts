import { useMemo, useSyncExternalStore } from 'react';
import type { AnyFeed } from '../any-feed.ts';
import { PresenceStore, type RoomPresence } from './presence-store.ts';

/** Who is in a room, for as long as the component is there, without being in it. */
export function usePresence(feed: AnyFeed | undefined, room: string): RoomPresence {
  const store = useMemo(() => new PresenceStore(feed, room), [feed, room]);
  return useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot);
}
