import { fitsRequest, portions } from '@livefeed/client/engine';
import type { TileSubscription } from '../feed/tile-subscription.ts';
import type { HistoryKind } from './history-kind.ts';
import type { HistoryQuery } from './history-query.ts';
import { beforeQuery } from './latest-query.ts';
import { topicsOfAll } from './query-topics.ts';

/** A query for several tiles, which can be asked for fewer of them. */
export interface PlannedQuery {
  readonly subscriptions: readonly TileSubscription[];
  readonly make: (subscriptions: readonly TileSubscription[]) => HistoryQuery;
}

/** The queries that fill these tiles, to be asked one after the other; none for a tile without events. */
export function planQueries(subscriptions: readonly TileSubscription[]): readonly PlannedQuery[] {
  const kinds = [...new Set(subscriptions.flatMap(({ kind }) => kind ?? []))].sort((a, b) => a.rank - b.rank);
  const planned = (isWindow: boolean) =>
    kinds
      .filter((kind) => kind.isWindow === isWindow)
      .flatMap((kind) =>
        queriesOf(
          kind,
          subscriptions.filter((one) => one.kind === kind),
        ),
      );
  const ofWindow = subscriptions.filter(({ kind }) => kind?.isWindow === true);
  return [...planned(false), ...inRequests({ subscriptions: ofWindow, make: beforeQuery }), ...planned(true)];
}

function queriesOf(kind: HistoryKind, subscriptions: readonly TileSubscription[]): PlannedQuery[] {
  const make = (path: string | undefined) => (some: readonly TileSubscription[]) => kind.query(some, path);
  if (kind.together === 'all') return inRequests({ subscriptions, make: make(undefined) });
  if (kind.together === 'one') return subscriptions.map((one) => ({ subscriptions: [one], make: make(one.config.value) }));
  const paths = [...new Set(subscriptions.map(({ config }) => config.value))];
  return paths.flatMap((path) =>
    inRequests({ subscriptions: subscriptions.filter(({ config }) => config.value === path), make: make(path) }),
  );
}

/** The query for fewer tiles at once, where one request could not name the topics of all. */
function inRequests({ subscriptions, make }: PlannedQuery): PlannedQuery[] {
  return portions(subscriptions, (some) => fitsRequest(topicsOfAll(some))).map((some) => ({ subscriptions: some, make }));
}
