import type { FeedSignal } from '../transport.ts';
import type { FeedEvent, FeedListener } from '../types.ts';
import { callEach } from './call-each.ts';

/** The listeners of a feed. */
export class Listeners {
  readonly #all = new Set<FeedListener>();

  /** The function returned takes it away. */
  add(listener: FeedListener): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  /** A listener that throws must not end the stream for the others; its error still reaches the console. */
  tell(call: (listener: FeedListener) => void): void {
    callEach(this.#all, call);
  }

  /**
   * Passes on events that follow each other in one call, and anything else in its place among them. `before` sees each
   * signal first.
   */
  pass(signals: readonly FeedSignal[], before: (signal: FeedSignal) => void): void {
    let events: FeedEvent[] = [];
    const flush = () => {
      const batch = events;
      events = [];
      if (batch.length > 0) this.tell((listener) => listener.events?.(batch));
    };
    for (const signal of signals) {
      before(signal);
      if (signal.kind === 'event') events.push(signal.event);
      else if (signal.kind === 'gap') {
        flush();
        this.tell((listener) => listener.gap?.(signal.gap));
      } else if (signal.kind === 'subscribed') {
        flush();
        this.tell((listener) => listener.subscribed?.(signal.topics));
      } else if (signal.kind === 'expiring') this.tell((listener) => listener.expiring?.(signal.expires));
    }
    flush();
  }
}
