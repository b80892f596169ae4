import type { LiveEvent } from '../api.ts';
import { isNews } from '../sharing/position.ts';
import type { FeedEvent } from '../types.ts';
import { Callbacks } from './callbacks.ts';
import type { Subscriptions } from './subscriptions.ts';

/** Brings each event once to those who want it. */
export class Delivery {
  /** Once topics were added to the open feed. */
  subscriptions: Subscriptions | undefined;
  /** Topics of rooms that the connection brings, and nobody has subscribed to. */
  isOfRoom: ((topic: string) => boolean) | undefined;
  readonly #byName = new Map<string, Callbacks<LiveEvent>>();
  /** All events up to here have come, except those of topics that are being added. Undefined when the log went back. */
  has: string | undefined;

  on(name: string, listener: (event: LiveEvent) => void): () => void {
    const listeners = this.#byName.get(name) ?? new Callbacks<LiveEvent>();
    this.#byName.set(name, listeners);
    return listeners.add(listener);
  }

  event(event: FeedEvent): void {
    if (!this.#isNews(event) || this.isOfRoom?.(event.topic)) return;
    const { source: _, isBackfill: __, ...live } = event;
    this.#byName.get(event.event)?.call(live);
    this.#byName.get('*')?.call(live);
  }

  #isNews(event: FeedEvent): boolean {
    const { position } = event;
    if (position === undefined) return true;
    const isAdded = this.subscriptions?.isNews(event);
    const isNext = isNews(position, this.has);
    if (isNext) this.has = position;
    return isAdded ?? isNext;
  }
}
