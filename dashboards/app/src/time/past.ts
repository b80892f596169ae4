import { readSeries, readStates } from '@livefeed/client';
import { mostNamedTopics } from '../feed/asked-topics.ts';
import { stateBuckets } from '../feed/fill-states.ts';
import { stateEvents } from '../feed/value-event.ts';
import type { SeriesStore } from '../series/series-store.ts';
import type { PageTime } from './page-time.ts';
import type { Rewindable } from './rewindable.ts';

/** While the slider is dragged each place would else be asked for. */
const settleTime = 120;
/** Parts of the window of which the service tells the least and the greatest value: about a chart's pixels. */
const buckets = 600;

/** Has series and timelines show what the page's time says: what comes, what was there at the pause, or what the log has of earlier. */
export class Past {
  private store: SeriesStore | undefined;
  private timelines: ReadonlySet<Rewindable> = new Set();
  private window = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private reading: AbortController | undefined;

  constructor(
    private readonly time: PageTime,
    /** Called when something else is to be drawn. */
    private readonly onChange: () => void,
  ) {
    time.onChange(() => this.follow());
  }

  /** These are the page's series and timelines from now on, which begin live. */
  use(store: SeriesStore, timelines: ReadonlySet<Rewindable>, window: number): void {
    this.store = store;
    this.timelines = timelines;
    this.window = window;
    this.time.goLive();
  }

  private follow(): void {
    clearTimeout(this.timer);
    this.reading?.abort();
    const { store, time } = this;
    if (store === undefined) return;
    if (time.isLive) store.release();
    // On the way through the past what is shown stays until the next is read.
    else if (!time.isPast || !store.isHeld) store.hold();
    if (!time.isPast) for (const timeline of this.timelines) timeline.showLive();
    if (time.isPast) this.timer = setTimeout(() => void this.read(store, time.now()), settleTime);
    this.onChange();
  }

  private async read(store: SeriesStore, to: number): Promise<void> {
    const { signal } = (this.reading = new AbortController());
    await this.readSeries(store, to, signal);
    if (signal.aborted) return;
    await this.readTimelines(store, to, signal);
  }

  private async readSeries(store: SeriesStore, to: number, signal: AbortSignal): Promise<void> {
    const span = { since: isoTime(to - this.window), until: isoTime(to) };
    for (const [value, topics] of store.topicsByPath()) {
      for (let i = 0; i < topics.length; i += mostNamedTopics) {
        const asked = topics.slice(i, i + mostNamedTopics);
        const page = await readSeries({ topics: asked, ...span, buckets, signal, ...(value === undefined ? {} : { value }) }).catch(() => undefined);
        // What cannot be read stays as it is: the connection's badge says why.
        if (signal.aborted || page === undefined) return;
        for (const topic of asked) store.showPast(topic, value, page.series.find((one) => one.topic === topic));
        this.onChange();
      }
    }
  }

  private async readTimelines(store: SeriesStore, to: number, signal: AbortSignal): Promise<void> {
    const span = { since: isoTime(to - this.window), until: isoTime(to) };
    for (const timeline of this.timelines) {
      const { patterns, path } = timeline;
      const asked = { topics: patterns, ...span, buckets: stateBuckets, signal, ...(path === undefined ? {} : { value: path }) };
      const page = await readStates(asked).catch(() => undefined);
      if (signal.aborted) return;
      if (page === undefined) continue;
      store.enterPast();
      timeline.showPast(page.series.flatMap((columns) => stateEvents(columns, path)));
      this.onChange();
    }
  }
}

const isoTime = (time: number) => new Date(time).toISOString();
