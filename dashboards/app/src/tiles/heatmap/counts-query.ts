import { readSeries } from '@livefeed/client/queries';
import { toTimeSpan } from '../../board/time-span.ts';
import type { TileSubscription } from '../../feed/tile-subscription.ts';
import type { HistoryQuery } from '../../history/history-query.ts';
import { topicsOfAll } from '../../history/query-topics.ts';
import { chartBuckets as buckets } from '../../history/resolution.ts';
import { deliverSeries } from '../../history/series-query.ts';
import { heatTimeStep } from './heat-counts.ts';
import { extentOf, readCounts } from './read-counts.ts';

/**
 * How the values of each of these tiles were spread: their course, which tells between which values they lie, and then their
 * counts.
 */
export function countsQuery(subscriptions: readonly TileSubscription[]): HistoryQuery {
  return {
    subscriptions,
    async read({ clock, window, signal }) {
      for (const subscription of subscriptions) {
        const { value, unit } = subscription.config;
        const topics = topicsOfAll([subscription]);
        const course = await readSeries({
          topics,
          since: toTimeSpan(window),
          buckets,
          signal,
          ...(value === undefined ? {} : { value }),
        });
        clock.observe(course.to);
        const wanted = course.series.filter(({ topic }) => subscription.wants(topic));
        const extent = extentOf(wanted);
        deliverSeries(wanted, (course.to - course.from) / buckets, value, [subscription]);
        subscription.fillTo(course.next);
        if (extent === undefined) continue;
        const { page, counts } = await readCounts({
          topics,
          value,
          window,
          to: course.to,
          unit: unit ?? wanted[0]?.unit ?? '',
          ...extent,
          signal,
        });
        for (const one of counts) subscription.deliverCounts(one);
        // Values since the series was read.
        deliverSeries(page.series, heatTimeStep(window), value, [subscription]);
        subscription.fillTo(page.next);
      }
    },
  };
}
