import { useMemo, useSyncExternalStore } from 'react';
import type { AnyFeed } from '../any-feed.ts';
import type { Receipt, RoomUser } from '../api.ts';
import { Unreachable } from '../unreachable.ts';
import { type RoomSnapshot, RoomStore } from './room-store.ts';

export interface LiveRoom extends RoomSnapshot {
  /** Rejects while the room is not joined. */
  readonly send: (content: unknown, fields?: Readonly<Record<string, unknown>>) => Promise<Receipt>;
  /** For each key press: the others are told once in a second. */
  readonly sendTyping: () => void;
  readonly signal: (to: string, data: unknown) => Promise<void>;
}

/** Is in a room for as long as the component is there. Several components in the same room are one member. */
export function useRoom(feed: AnyFeed | undefined, name: string, who: RoomUser = {}): LiveRoom {
  const { userId, username } = who;
  const store = useMemo(() => {
    const user = { ...(userId !== undefined && { userId }), ...(username !== undefined && { username }) };
    return new RoomStore(feed, name, user);
  }, [feed, name, userId, username]);
  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot);
  const says = useMemo(() => {
    const joined = () => {
      const { room } = store.snapshot();
      if (room === undefined) throw new Unreachable('the room is not joined');
      return room;
    };
    return {
      send: async (content: unknown, fields?: Readonly<Record<string, unknown>>) => joined().send(content, fields),
      sendTyping: () => store.snapshot().room?.typing(),
      signal: async (to: string, data: unknown) => joined().signal(to, data),
    };
  }, [store]);
  return { ...snapshot, ...says };
}
