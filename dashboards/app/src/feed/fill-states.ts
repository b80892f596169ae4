import { readStates, withoutCovered } from '@livefeed/client';
import { toTimeSpan } from '../board/time-span.ts';
import { byValue } from './by-value.ts';
import type { FeedClock } from './feed-clock.ts';
import type { FreshTile } from './feed.ts';
import { stateEvents } from './value-event.ts';

/** About a timeline's pixels. */
export const stateBuckets = 600;

/** Fills timelines, with what held when the window begins, and returns the position at which the stream goes on. */
export async function fillStates(tiles: readonly FreshTile[], window: number, clock: FeedClock): Promise<string | undefined> {
  let first: string | undefined;
  for (const [value, group] of byValue(tiles)) {
    const topics = withoutCovered(group.flatMap(({ config }) => config.topics));
    const { to, next, series } = await readStates({
      topics, since: toTimeSpan(window), buckets: stateBuckets, ...(value === undefined ? {} : { value }),
    });
    clock.observe(to);
    for (const event of series.flatMap((columns) => stateEvents(columns, value))) {
      for (const { router } of group) router.route(event, 'history');
    }
    first ??= next;
  }
  return first;
}
