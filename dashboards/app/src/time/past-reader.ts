import { readSeries } from '@livefeed/client/queries';
import { namedPortions } from '../history/query-topics.ts';
import { chartBuckets as buckets } from '../history/resolution.ts';
import type { SeriesStore } from '../series/series-store.ts';
import type { Rewindable } from './rewindable.ts';

export interface PastRequest {
  readonly store: SeriesStore;
  readonly tiles: Iterable<Rewindable>;
  /** The window that is to be shown. */
  readonly from: number;
  readonly to: number;
  readonly signal: AbortSignal;
  /** Called when everything is to be drawn again. */
  onChange(): void;
}

/**
 * Reads an earlier window for series, and for the tiles that have something else of it. What cannot be read stays as it is:
 * the badge says why.
 */
export async function readPast(request: PastRequest): Promise<void> {
  const { store, tiles, signal, onChange } = request;
  await readAllSeries(request);
  for (const tile of tiles) {
    if (signal.aborted) return;
    const show = await tile.readPast(request).catch(() => undefined);
    if (signal.aborted) return;
    if (show === undefined) continue;
    store.enterPast();
    show();
    onChange();
  }
}

async function readAllSeries({ store, from, to, signal, onChange }: PastRequest): Promise<void> {
  const span = { since: isoTime(from), until: isoTime(to) };
  for (const [value, topics] of store.topicsByPath()) {
    for (const asked of namedPortions(topics)) {
      const page = await readSeries({
        topics: asked,
        ...span,
        buckets,
        signal,
        ...(value === undefined ? {} : { value }),
      }).catch(() => undefined);
      if (signal.aborted || page === undefined) return;
      for (const topic of asked)
        store.showPast(
          topic,
          value,
          page.series.find((one) => one.topic === topic),
        );
      onChange();
    }
  }
}

export const isoTime = (time: number) => new Date(time).toISOString();
