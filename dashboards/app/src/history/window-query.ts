import { readHistory } from '@livefeed/client/queries';
import { toTimeSpan } from '../board/time-span.ts';
import type { TileSubscription } from '../feed/tile-subscription.ts';
import { deliverPage } from './deliver-page.ts';
import { type HistoryQuery, open } from './history-query.ts';
import { topicsOfAll } from './query-topics.ts';
import { pageSize } from './resolution.ts';

/** The window from the log, event by event. */
export function windowQuery(subscriptions: readonly TileSubscription[]): HistoryQuery {
  /** After a failure it goes on here. */
  let after: string | undefined;
  return {
    subscriptions,
    async read(context) {
      const { window, signal } = context;
      for await (const page of readHistory({
        topics: topicsOfAll(subscriptions),
        since: toTimeSpan(window),
        after,
        limit: pageSize,
        signal,
      })) {
        deliverPage(page, open(subscriptions), context);
        after = page.next ?? after;
      }
      for (const subscription of subscriptions) subscription.fillTo(after);
    },
  };
}
