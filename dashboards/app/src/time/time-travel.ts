import type { SeriesStore } from '../series/series-store.ts';
import type { PageTime } from './page-time.ts';
import type { Rewindable } from './rewindable.ts';

/** Milliseconds. While the slider is dragged not every position is read. */
const settleTime = 120;

/** Makes series and tiles show the page's time: live, at the pause, or earlier, as the log has it. */
export class TimeTravel {
  private store: SeriesStore | undefined;
  private tiles: ReadonlySet<Rewindable> = new Set();
  private window = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private reading: AbortController | undefined;

  constructor(
    private readonly time: PageTime,
    /** Called when everything is to be drawn again. */
    private readonly onChange: () => void,
    closed: AbortSignal,
  ) {
    time.onChange(() => this.follow(), closed);
    closed.addEventListener('abort', () => this.stop(), { once: true });
  }

  /** These are the page's series and tiles from now on, which begin live. */
  use(store: SeriesStore, tiles: ReadonlySet<Rewindable>, window: number): void {
    this.store = store;
    this.tiles = tiles;
    this.window = window;
    this.time.goLive();
  }

  private follow(): void {
    this.stop();
    const { store, time } = this;
    if (store === undefined) return;
    if (time.isLive) {
      store.release();
      for (const tile of this.tiles) tile.release?.();
    }
    // While the reader moves through the past, the last window stays until the next one is read.
    else if (!time.isPast || !store.isHeld) {
      store.hold();
      for (const tile of this.tiles) tile.hold?.();
    }
    if (!time.isPast) for (const tile of this.tiles) tile.showLive();
    if (time.isPast) this.timer = setTimeout(() => void this.read(store, time.now()), settleTime);
    this.onChange();
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.reading?.abort();
  }

  private async read(store: SeriesStore, to: number): Promise<void> {
    this.reading = new AbortController();
    const { signal } = this.reading;
    // While it cannot be loaded, the last window stays. The badge says that the service is away.
    const past = await import('./past-reader.ts').catch(() => undefined);
    if (!signal.aborted)
      await past?.readPast({ store, tiles: this.tiles, from: to - this.window, to, signal, onChange: this.onChange });
  }
}
