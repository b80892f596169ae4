import { comparePositions, type HistoryPage } from '@livefeed/client';
import type { ReadContext } from './reading.ts';
import type { TileInlet } from './tile-inlet.ts';

/** Hands a page of history to tiles, and what is missing in its place. */
export function recallPage({ events, gap, servedAt }: HistoryPage, inlets: readonly TileInlet[], context: ReadContext): void {
  // The header is cut to the second, so the service's clock showed at least this.
  if (servedAt !== undefined) context.clock.observe(servedAt);
  let isTold = gap === undefined;
  const tell = () => {
    if (gap === undefined || isTold) return;
    isTold = true;
    for (const inlet of inlets) inlet.recallGap(gap);
    context.onGap(gap);
  };
  for (const event of events) {
    // Of another log, everything is behind the gap.
    if (!isTold && (comparePositions(event.position ?? '', gap?.after ?? '') ?? 1) > 0) tell();
    for (const inlet of inlets) inlet.recall(event);
  }
  tell();
}
