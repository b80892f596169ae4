import { readStates } from '@livefeed/client';
import { toTimeSpan } from '../board/time-span.ts';
import { topicsOfAll } from './asked-topics.ts';
import { open, type Reading } from './reading.ts';
import type { TileInlet } from './tile-inlet.ts';
import { stateEvents } from './value-event.ts';

/** About a timeline's pixels. */
export const stateBuckets = 600;

/** The states of timelines that show the value at this path, with what held when the window begins. */
export function statesReading(inlets: readonly TileInlet[], path: string | undefined): Reading {
  return {
    inlets,
    async read({ clock, window, signal }) {
      const { to, next, series } = await readStates({
        topics: topicsOfAll(inlets), since: toTimeSpan(window), buckets: stateBuckets, signal, ...(path === undefined ? {} : { value: path }),
      });
      clock.observe(to);
      for (const event of series.flatMap((columns) => stateEvents(columns, path))) for (const inlet of open(inlets)) inlet.recall(event);
      for (const inlet of inlets) inlet.fillTo(next);
    },
  };
}
