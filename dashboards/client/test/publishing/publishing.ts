import { vi } from 'vitest';
import type { BatchOptions, PublishEvent, Receipt, TransportName } from '../../src/api.ts';
import { PublishQueue } from '../../src/publishing/publish-queue.ts';
import { settle } from '../fake-service.ts';
import { FakeLink } from '../support/fake-link.ts';

type Outcome = Receipt | Error | undefined;

/** A queue in virtual time, and what became of each event. */
export class Publishing {
  readonly link: FakeLink;
  readonly queue: PublishQueue;
  readonly outcomes: Outcome[] = [];

  constructor(transport: TransportName = 'websocket', batch?: BatchOptions) {
    this.link = new FakeLink(transport);
    this.queue = new PublishQueue(this.link, batch, () => 1);
  }

  async publish(...events: (PublishEvent | number)[]): Promise<void> {
    for (const event of events) {
      const at = this.outcomes.push(undefined) - 1;
      this.queue.publish(typeof event === 'number' ? { topic: 't', data: event } : event).then(
        (receipt) => (this.outcomes[at] = receipt),
        (error: Error) => (this.outcomes[at] = error),
      );
    }
    await settle();
  }

  async pass(milliseconds: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(milliseconds);
    await settle();
  }

  /** The data of the events of each message or request, in turn. */
  get sent(): unknown[][] {
    const bodies = [...this.link.messages.map(({ events }) => events), ...this.link.asked.map(({ body }) => body)];
    return bodies.map((events) => (events as PublishEvent[]).map(({ data }) => data));
  }

  get ids(): unknown[][] {
    return this.link.messages.map(({ events }) => (events as PublishEvent[]).map(({ id }) => id));
  }

  /** `accepted`, the message of an error, or `waits`. */
  get said(): string[] {
    return this.outcomes.map((one) => (one instanceof Error ? one.message : one === undefined ? 'waits' : 'accepted'));
  }
}
