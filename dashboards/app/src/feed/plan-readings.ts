import { Unreachable } from '@livefeed/client';
import { byValue } from './by-value.ts';
import { windowReading } from './fill.ts';
import { beforeReading, keysReading, latestReading, listReading } from './fill-latest.ts';
import { chartFill, seriesReading, wallFill } from './fill-series.ts';
import { statesReading } from './fill-states.ts';
import { type Filling, fillingOf } from './filling.ts';
import type { Reading } from './reading.ts';
import type { TileInlet } from './tile-inlet.ts';

/** Only heatmaps count: what they ask with is loaded with the first of them. */
function laterCounts(inlets: readonly TileInlet[]): Reading {
  const load = () => import('./fill-counts.ts').catch((cause: unknown) => {
    throw new Unreachable('the service cannot be reached', { cause });
  });
  return { inlets, read: async (context) => (await load()).countsReading(inlets).read(context) };
}

/** A question for several tiles, which can be asked for fewer of them. */
export interface PlannedReading {
  readonly inlets: readonly TileInlet[];
  readonly make: (inlets: readonly TileInlet[]) => Reading;
}

/** The questions to history that fill these tiles, to be asked one after the other; none for a tile without topics. */
export function planReadings(inlets: readonly TileInlet[], window: number): readonly PlannedReading[] {
  const filledBy = (...fillings: Filling[]) => inlets.filter(({ config }) => config.topics.length > 0 && fillings.includes(fillingOf(config, window)));
  const some = (of: readonly TileInlet[], make: PlannedReading['make']) => (of.length === 0 ? [] : [{ inlets: of, make }]);
  const each = (of: readonly TileInlet[], make: (inlets: readonly TileInlet[], path: string | undefined) => Reading) =>
    byValue(of).map(([path, group]) => ({ inlets: group, make: (some: readonly TileInlet[]) => make(some, path) }));
  const latest = filledBy('latest');
  return [
    ...filledBy('list').flatMap((inlet) => some([inlet], listReading)),
    ...some(latest.filter(({ config }) => config.key === undefined), latestReading),
    ...some(latest.filter(({ config }) => config.key !== undefined), keysReading),
    ...each(filledBy('states'), statesReading),
    ...some(filledBy('course', 'counts', 'wall', 'window'), beforeReading),
    ...each(filledBy('course'), (group, path) => seriesReading(group, path, chartFill)),
    ...filledBy('counts').flatMap((inlet) => some([inlet], laterCounts)),
    ...each(filledBy('wall'), (group, path) => seriesReading(group, path, wallFill)),
    ...some(filledBy('window'), windowReading),
  ];
}
