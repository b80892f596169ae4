import { useMemo, useSyncExternalStore } from 'react';
import type { AnyFeed } from '../any-feed.ts';
import { type TopicEvents, TopicStore } from './topic-store.ts';

export interface TopicOptions {
  /** Events that are kept, and asked for at first; 1 unless told. */
  readonly keep?: number;
}

/** Follows a topic, or a pattern, for as long as the component is there: what is retained at first, then what comes. */
export function useTopic<Data = unknown>(
  feed: AnyFeed | undefined,
  topic: string,
  { keep = 1 }: TopicOptions = {},
): TopicEvents<Data> {
  const store = useMemo(() => TopicStore.of(feed, topic), [feed, topic]);
  store.want(keep);
  const all = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot) as TopicEvents<Data>;
  return useMemo(() => ({ ...all, events: all.events.slice(-keep) }), [all, keep]);
}
