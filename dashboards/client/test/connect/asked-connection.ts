import { Subscriptions, type SubscriptionsOutputs } from '../../src/feed/subscriptions.ts';
import type { TopicChange } from '../../src/topics/topic-change.ts';
import { settle } from '../fake-service.ts';

/** A connection that a feed's subscriptions ask for changes. The test says which are refused. */
export class AskedConnection {
  /** Undefined while there is none. */
  clientId: string | undefined = 'c-1';
  position: string | undefined = 'e1-100';
  readonly changes: TopicChange[] = [];
  /** Of the next changes. */
  readonly failures: unknown[] = [];
  readonly aims: (readonly string[])[] = [];
  readonly subscriptions: Subscriptions;

  constructor(topics: readonly string[]) {
    const outputs: SubscriptionsOutputs = {
      clientId: () => this.clientId,
      position: () => this.position,
      cameSince: async () => false,
      change: async (change) => {
        this.changes.push(change);
        const failure = this.failures.shift();
        if (failure !== undefined) throw failure;
      },
      aim: (all) => this.aims.push(all),
      closed: new AbortController().signal,
    };
    this.subscriptions = new Subscriptions(topics, outputs);
  }

  /** Another one is there. */
  async reconnect(clientId: string): Promise<void> {
    this.clientId = clientId;
    this.subscriptions.connected();
    await settle();
  }
}
