import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ConnectOptions, Feed } from '../api.ts';
import { connect } from '../connect.ts';
import { FeedStore, type LiveFeed } from './feed-store.ts';
import { useLatest } from './use-latest.ts';

/**
 * A feed for as long as the component is there. Other topics are followed by the same connection; any other change of an
 * option that is no function opens another one. Functions may be other ones at each render.
 */
export function useLiveFeed<Events extends object = Record<string, unknown>>(
  options: ConnectOptions = {},
): LiveFeed<Events> {
  const latest = useLatest(options);
  const settings = FeedStore.optionsOf(options);
  const topics = JSON.stringify(options.topics ?? []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: settings stand for options; topics are changed below.
  const store = useMemo(() => {
    const open = (wanted: readonly string[]): Feed =>
      connect({
        ...latest.current,
        topics: wanted,
        ...(latest.current.token && { token: () => latest.current.token?.() }),
        onProblem: (problem) => latest.current.onProblem?.(problem),
      });
    return new FeedStore(open, JSON.parse(topics) as string[]);
  }, [settings]);
  const live = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot);
  useEffect(() => store.follow(JSON.parse(topics) as string[]), [store, topics]);
  return live as LiveFeed<Events>;
}
