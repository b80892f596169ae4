import type { LiveEvent } from '../api.ts';
import type { EventBuffer, EventBufferOptions } from './event-buffer.ts';

/** The events of one `for await`; what bounds and hands out what waits is loaded with the first. */
export class LazyBuffer implements AsyncIterator<LiveEvent> {
  /** What happened before it was loaded. */
  #early: ((buffer: EventBuffer) => void)[] = [];
  #buffer: EventBuffer | undefined;
  readonly #loading: Promise<EventBuffer>;

  constructor(options: EventBufferOptions) {
    this.#loading = import('./event-buffer.ts').then(({ EventBuffer }) => {
      this.#buffer = new EventBuffer(options);
      for (const act of this.#early) act(this.#buffer);
      return this.#buffer;
    });
    // Whoever reads is told, and nothing more is kept.
    this.#loading.catch(options.onReturn);
  }

  act(act: (buffer: EventBuffer) => void): void {
    if (this.#buffer === undefined) this.#early.push(act);
    else act(this.#buffer);
  }

  async next(): Promise<IteratorResult<LiveEvent>> {
    return (await this.#loading).next();
  }

  async return(): Promise<IteratorResult<LiveEvent>> {
    return (await this.#loading).return();
  }
}
