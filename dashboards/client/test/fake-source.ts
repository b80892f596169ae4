import { Listeners } from '../src/connection/listeners.ts';
import type { ChangeableSource } from '../src/sharing/changeable-source.ts';
import type { TopicChange } from '../src/topics/topic-change.ts';
import type { ConnectionStatus, FeedEvent, FeedGap, FeedListener } from '../src/types.ts';

/** A stream that the test drives. */
export class FakeSource implements ChangeableSource {
  readonly listeners = new Listeners();
  readonly changes: TopicChange[] = [];
  status: ConnectionStatus = { state: 'connecting' };
  isClosed = false;
  isStalled = false;
  retries = 0;
  newNetworks = 0;
  readonly tokens: string[] = [];
  /** What a newer token is answered with. */
  refusal: Error | undefined;
  private answers: { resolve(): void; reject(error: unknown): void }[] = [];

  constructor(
    public topics: readonly string[],
    public position: string | undefined,
  ) {}

  listen(listener: FeedListener): () => void {
    return this.listeners.add(listener);
  }

  start(): void {}

  retryNow(isNewNetwork = false): void {
    this.retries++;
    if (isNewNetwork) this.newNetworks++;
  }

  close(): void {
    this.isClosed = true;
  }

  change(change: TopicChange): Promise<void> {
    this.changes.push(change);
    return new Promise((resolve, reject) => this.answers.push({ resolve, reject }));
  }

  async renew(token: string): Promise<void> {
    this.tokens.push(token);
    if (this.refusal !== undefined) throw this.refusal;
  }

  aim(topics: readonly string[], after?: string): void {
    this.topics = topics;
    this.position = after ?? this.position;
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
    this.position = events.findLast(({ isBackfill }) => isBackfill !== true)?.position ?? this.position;
    this.listeners.tell((listener) => listener.events?.(events));
  }

  gap(gap: FeedGap): void {
    this.listeners.tell((listener) => listener.gap?.(gap));
  }

  /** The service answers the oldest change that has no answer. */
  async accept(): Promise<void> {
    this.answers.shift()?.resolve();
    await Promise.resolve();
  }

  async refuse(error: unknown): Promise<void> {
    this.answers.shift()?.reject(error);
    for (let i = 0; i < 3; i++) await Promise.resolve();
  }

  expire(expires: number): void {
    this.listeners.tell((listener) => listener.expiring?.(expires));
  }

  /** What was added is complete up to a position. */
  mark(position: string | undefined, ...topics: string[]): void {
    this.position = position ?? this.position;
    this.listeners.tell((listener) => listener.subscribed?.(topics));
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

/** An event that an addition missed. */
export const missed = (topic: string, sequence: number): FeedEvent => ({ ...event(topic, sequence), isBackfill: true });
