import { type NewestRequest, readNewest } from '@livefeed/client/queries';
import { toTimeSpan } from '../board/time-span.ts';
import type { TileSubscription } from '../feed/tile-subscription.ts';
import { deliverPage } from './deliver-page.ts';
import { type HistoryQuery, open, type QueryContext } from './history-query.ts';
import { topicsOfAll, topicsOfList } from './query-topics.ts';
import { pageSize } from './resolution.ts';

/** Events of each topic: enough to tell how regularly they come. */
const latestOfEach = 4;

/** The newest events of a list, however long ago they were. */
export function listQuery(subscriptions: readonly TileSubscription[]): HistoryQuery {
  return {
    subscriptions,
    async read(context) {
      for (const subscription of subscriptions) {
        const { limit: count = pageSize } = subscription.config;
        const topics = await topicsOfList(subscription.config, context.signal);
        subscription.fillTo(await deliverNewest([subscription], context, { topics, count }));
      }
    },
  };
}

/** The latest events of each topic. */
export const latestQuery = (subscriptions: readonly TileSubscription[]): HistoryQuery =>
  newestQuery(subscriptions, () => ({ topics: topicsOfAll(subscriptions), count: latestOfEach, isOfEach: true }));

/** The latest event of each key. The service does not know how many keys there are, so it answers with the newest events. */
export const keysQuery = (subscriptions: readonly TileSubscription[]): HistoryQuery =>
  newestQuery(subscriptions, () => ({ topics: topicsOfAll(subscriptions), count: pageSize }));

/**
 * The last event of each topic before the window: a tile whose topics are silent since then says so. The stream does not go
 * on from there.
 */
export function beforeQuery(subscriptions: readonly TileSubscription[]): HistoryQuery {
  return newestQuery(
    subscriptions,
    ({ window }) => ({ topics: topicsOfAll(subscriptions), count: 1, isOfEach: true, until: toTimeSpan(window) }),
    false,
  );
}

function newestQuery(
  subscriptions: readonly TileSubscription[],
  asked: (context: QueryContext) => NewestRequest,
  isWhole = true,
): HistoryQuery {
  return {
    subscriptions,
    async read(context) {
      const next = await deliverNewest(subscriptions, context, asked(context));
      if (isWhole) for (const subscription of subscriptions) subscription.fillTo(next);
    },
  };
}

async function deliverNewest(
  subscriptions: readonly TileSubscription[],
  context: QueryContext,
  asked: NewestRequest,
): Promise<string | undefined> {
  let next: string | undefined;
  for await (const page of readNewest({ ...asked, signal: context.signal })) {
    deliverPage(page, open(subscriptions), context);
    next = page.next ?? next;
  }
  return next;
}
