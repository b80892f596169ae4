import { type NewestRequest, readNewest } from '@livefeed/client';
import { toTimeSpan } from '../board/time-span.ts';
import { topicsOfAll, topicsOfList } from './asked-topics.ts';
import { open, type ReadContext, type Reading } from './reading.ts';
import { recallPage } from './recall-page.ts';
import type { TileInlet } from './tile-inlet.ts';

/** Of each topic: as many as tell how regularly it comes. */
const latestOfEach = 4;
/** Of what has its rows in the events' data, the service does not know how many there are: it answers no more at once. */
const mostKeyed = 10_000;

/** The newest events of a list, however long ago they were. */
export function listReading(inlets: readonly TileInlet[]): Reading {
  return {
    inlets,
    async read(context) {
      for (const inlet of inlets) {
        const topics = await topicsOfList(inlet.config, context.signal);
        inlet.fillTo(await recallNewest([inlet], context, { topics, count: inlet.config.limit }));
      }
    },
  };
}

/** What is latest of each topic. */
export const latestReading = (inlets: readonly TileInlet[]): Reading =>
  newestReading(inlets, () => ({ topics: topicsOfAll(inlets), count: latestOfEach, isOfEach: true }));

/** What is latest of each key in the events. */
export const keysReading = (inlets: readonly TileInlet[]): Reading => newestReading(inlets, () => ({ topics: topicsOfAll(inlets), count: mostKeyed }));

/**
 * What was last known before the window: a tile whose topics are silent since then says so, and does not wait as for what never came.
 * The stream does not go on from there.
 */
export function beforeReading(inlets: readonly TileInlet[]): Reading {
  return newestReading(inlets, ({ window }) => ({ topics: topicsOfAll(inlets), count: 1, isOfEach: true, until: toTimeSpan(window) }), false);
}

function newestReading(inlets: readonly TileInlet[], asked: (context: ReadContext) => NewestRequest, isWhole = true): Reading {
  return {
    inlets,
    async read(context) {
      const next = await recallNewest(inlets, context, asked(context));
      if (isWhole) for (const inlet of inlets) inlet.fillTo(next);
    },
  };
}

async function recallNewest(inlets: readonly TileInlet[], context: ReadContext, asked: NewestRequest): Promise<string | undefined> {
  let next: string | undefined;
  for await (const page of readNewest({ ...asked, signal: context.signal })) {
    recallPage(page, open(inlets), context);
    next = page.next ?? next;
  }
  return next;
}
