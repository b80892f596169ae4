import { readHistory } from '@livefeed/client';
import { toTimeSpan } from '../board/time-span.ts';
import { topicsOfAll } from './asked-topics.ts';
import { open, type Reading } from './reading.ts';
import { recallPage } from './recall-page.ts';
import type { TileInlet } from './tile-inlet.ts';

/** Events a page of history: few requests for a usual board, and no answer of tens of megabytes. */
const pageSize = 10_000;

/** The window from the log, event by event. */
export function windowReading(inlets: readonly TileInlet[]): Reading {
  /** What was read before a failure is not read again. */
  let after: string | undefined;
  return {
    inlets,
    async read(context) {
      const { window, signal } = context;
      for await (const page of readHistory({ topics: topicsOfAll(inlets), since: toTimeSpan(window), after, limit: pageSize, signal })) {
        recallPage(page, open(inlets), context);
        after = page.next ?? after;
      }
      for (const inlet of inlets) inlet.fillTo(after);
    },
  };
}
