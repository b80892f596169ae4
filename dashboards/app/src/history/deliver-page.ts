import { isNews } from '@livefeed/client/engine';
import type { HistoryPage } from '@livefeed/client/queries';
import type { TileSubscription } from '../feed/tile-subscription.ts';
import type { QueryContext } from './history-query.ts';

/** Hands a page of history to tiles, with a gap in its place. */
export function deliverPage(
  { events, gap, servedAt }: HistoryPage,
  subscriptions: readonly TileSubscription[],
  context: QueryContext,
): void {
  // The header is cut to the second, so the service's clock has reached at least this time.
  if (servedAt !== undefined) context.clock.observe(servedAt);
  let isTold = gap === undefined;
  const tell = () => {
    if (gap === undefined || isTold) return;
    isTold = true;
    for (const subscription of subscriptions) subscription.deliverGap(gap);
    context.onGap(gap);
  };
  for (const event of events) {
    // Every position of another log is after the gap.
    if (!isTold && isNews(event.position ?? '', gap?.after)) tell();
    for (const subscription of subscriptions) subscription.deliver(event);
  }
  tell();
}
