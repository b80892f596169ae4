import { useMemo, useSyncExternalStore } from 'react';
import type { Feed } from '../api.ts';
import { PresenceStore, type RoomPresence } from './presence-store.ts';

/** Who is in a room, for as long as the component is there, without being in it. */
export function usePresence(feed: Feed<never> | undefined, room: string): RoomPresence {
  const store = useMemo(() => new PresenceStore(feed, room), [feed, room]);
  return useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot);
}
