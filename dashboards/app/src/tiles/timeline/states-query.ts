import { readStates } from '@livefeed/client/queries';
import { toTimeSpan } from '../../board/time-span.ts';
import type { TileSubscription } from '../../feed/tile-subscription.ts';
import type { HistoryKind } from '../../history/history-kind.ts';
import { type HistoryQuery, open } from '../../history/history-query.ts';
import { topicsOfAll } from '../../history/query-topics.ts';
import { chartBuckets } from '../../history/resolution.ts';
import { stateEvents } from '../../history/value-event.ts';

export const statesKind: HistoryKind = {
  name: 'states',
  rank: 3,
  together: 'by value',
  isWindow: false,
  query: statesQuery,
};

/** The states of timelines that show the value at this path, with what held when the window begins. */
function statesQuery(subscriptions: readonly TileSubscription[], path: string | undefined): HistoryQuery {
  return {
    subscriptions,
    async read({ clock, window, signal }) {
      const { to, next, series } = await readStates({
        topics: topicsOfAll(subscriptions),
        since: toTimeSpan(window),
        buckets: chartBuckets,
        signal,
        ...(path === undefined ? {} : { value: path }),
      });
      clock.observe(to);
      for (const event of series.flatMap((columns) => stateEvents(columns, path)))
        for (const subscription of open(subscriptions)) subscription.deliver(event);
      for (const subscription of subscriptions) subscription.fillTo(next);
    },
  };
}
