import { withoutCovered } from '@livefeed/client';
import type { FeedClock } from './feed-clock.ts';
import type { FreshTile } from './feed.ts';
import { fillWindow } from './fill.ts';
import { fillBefore, fillLatest, fillLists } from './fill-latest.ts';
import { chartFill, fillSeries, wallFill } from './fill-series.ts';
import { fillStates } from './fill-states.ts';
import { type Filling, fillingOf } from './filling.ts';

/**
 * Gives tiles their history and returns the position at which the stream goes on; nothing when none has a topic. One question after
 * the other, so that the first position is the earliest: what others have already they refuse when it comes again.
 */
export async function fillTiles(tiles: readonly FreshTile[], window: number, clock: FeedClock): Promise<string | undefined> {
  const filledBy = (...fillings: Filling[]) => tiles.filter(({ config }) => config.topics.length > 0 && fillings.includes(fillingOf(config, window)));
  const whole = filledBy('window');
  const positions = [
    await fillLists(filledBy('list'), clock),
    await fillLatest(filledBy('latest'), clock),
    await fillStates(filledBy('states'), window, clock),
    await fillBefore(filledBy('course', 'wall', 'window'), window, clock),
    await fillSeries(filledBy('course'), window, clock, chartFill),
    await fillSeries(filledBy('wall'), window, clock, wallFill),
    await fillWindow(withoutCovered(whole.flatMap(({ config }) => config.topics)), window, clock, (event) => {
      for (const { router } of whole) router.route(event, 'history');
    }),
  ];
  return positions.find((position) => position !== undefined);
}
