import type { FeedSource } from '../src/feed-source.ts';
import { Listeners } from '../src/listeners.ts';
import type { ConnectionStatus, FeedEvent, FeedGap, FeedListener } from '../src/types.ts';

/** A stream that the test drives. */
export class FakeSource implements FeedSource {
  readonly listeners = new Listeners();
  status: ConnectionStatus = { state: 'connecting' };
  isClosed = false;
  retries = 0;

  constructor(
    readonly topics: readonly string[],
    public position: string | undefined,
  ) {}

  listen(listener: FeedListener): () => void {
    return this.listeners.add(listener);
  }

  start(): void {}

  retryNow(): void {
    this.retries++;
  }

  close(): void {
    this.isClosed = true;
  }

  report(status: ConnectionStatus): void {
    this.status = status;
    this.listeners.tell((listener) => listener.status?.(status));
  }

  live(position = this.position): void {
    this.position = position;
    this.report({ state: 'live', clientId: 'c-1' });
  }

  bring(...events: FeedEvent[]): void {
    this.position = events.at(-1)?.position ?? this.position;
    this.listeners.tell((listener) => listener.events?.(events));
  }

  gap(gap: FeedGap): void {
    this.listeners.tell((listener) => listener.gap?.(gap));
  }
}

export function event(topic: string, sequence?: number, epoch = 'e1'): FeedEvent {
  return {
    ...(sequence === undefined ? {} : { position: `${epoch}-${sequence}` }),
    topic,
    event: 'message',
    time: 0,
    data: sequence ?? null,
  };
}
