import type { LiveEvent } from '../api.ts';
import { comparePositions } from '../sharing/position.ts';
import type { FeedEvent, FeedGap } from '../types.ts';
import { Callbacks } from './callbacks.ts';
import { LazyBuffer } from './lazy-buffer.ts';
import type { Subscriptions } from './subscriptions.ts';

/** Brings each event once to those who want it: to listeners at once, to a `for await` when it reads. */
export class Delivery {
  readonly gaps = new Callbacks<FeedGap>();
  /** Once topics were added to the open feed. */
  subscriptions: Subscriptions | undefined;
  /** Topics of rooms that the connection brings, and nobody has subscribed to. */
  isOfRoom: ((topic: string) => boolean) | undefined;
  readonly #byName = new Map<string, Callbacks<LiveEvent>>();
  readonly #buffers = new Set<LazyBuffer>();
  /** All events up to here have come, except those of topics that are being added. */
  #has: string | undefined;

  on(name: string, listener: (event: LiveEvent) => void): () => void {
    const listeners = this.#byName.get(name) ?? new Callbacks<LiveEvent>();
    this.#byName.set(name, listeners);
    return listeners.add(listener);
  }

  /** Events from now on. */
  buffer(maxBytes: number, onOverflow: () => void): LazyBuffer {
    const buffer = new LazyBuffer({ maxBytes, onOverflow, onReturn: () => this.#buffers.delete(buffer) });
    this.#buffers.add(buffer);
    return buffer;
  }

  events(events: readonly FeedEvent[]): void {
    for (const event of events) {
      if (!this.#isNews(event) || this.isOfRoom?.(event.topic)) continue;
      for (const buffer of this.#buffers) buffer.act((to) => to.add(event));
      const { source: _, isBackfill: __, ...live } = event;
      this.#byName.get(event.event)?.call(live);
      this.#byName.get('*')?.call(live);
    }
  }

  gap(gap: FeedGap): void {
    for (const buffer of this.#buffers) buffer.act((to) => to.addGap(gap));
    this.gaps.call(gap);
  }

  end(error: Error | undefined): void {
    for (const buffer of this.#buffers) buffer.act((to) => to.end(error));
    this.#buffers.clear();
  }

  #isNews(event: FeedEvent): boolean {
    const { position } = event;
    if (position === undefined) return true;
    const isAdded = this.subscriptions?.isNews(event);
    const isPast = this.#has !== undefined && (comparePositions(position, this.#has) ?? 1) <= 0;
    if (!isPast) this.#has = position;
    return isAdded ?? !isPast;
  }
}
