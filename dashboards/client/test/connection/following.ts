import { vi } from 'vitest';
import { FeedClient, type FeedClientOptions } from '../../src/connection/feed-client.ts';
import { watchOverdue } from '../../src/connection/overdue-watch.ts';
import type { ConnectionStatus, FeedEvent, FeedGap } from '../../src/types.ts';
import { FakeService, settle } from '../fake-service.ts';

/** A client that follows a fake service in virtual time, and all that it told. */
export class Following {
  readonly service = new FakeService();
  readonly statuses: ConnectionStatus[] = [];
  readonly events: FeedEvent[] = [];
  readonly gaps: FeedGap[] = [];
  client!: FeedClient;

  async start(options: Partial<FeedClientOptions> = {}): Promise<void> {
    this.client = new FeedClient({
      topics: ['a/**', 'b'],
      fetch: this.service.fetch,
      random: () => 1,
      overdue: watchOverdue,
      ...options,
    });
    this.client.listen({
      status: (status) => this.statuses.push(status),
      events: (batch) => this.events.push(...batch),
      gap: (gap) => this.gaps.push(gap),
    });
    this.client.start();
    await settle();
  }

  async pass(milliseconds: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(milliseconds);
    await settle();
  }

  get states(): string[] {
    return this.statuses.map(({ state }) => state);
  }

  get waits(): number {
    return (this.client.status.retryAt ?? 0) - Date.now();
  }

  get lastPositionSent(): string | null | undefined {
    return this.service.requests.at(-1)?.headers.get('Last-Event-ID');
  }
}
