import type { TransportName } from '../../src/api.ts';
import type { FeedSignal, FollowRequest, Transport } from '../../src/transport.ts';
import { Inbox } from '../../src/transports/inbox.ts';
import { settle } from '../fake-service.ts';

/** A transport that the test speaks for. */
export class FakeTransport implements Transport {
  tries = 0;
  /** From where each try was to go on. */
  readonly afters: (string | undefined)[] = [];
  /** It does not connect. */
  refuses = false;
  failure: Error | undefined;
  private inbox = new Inbox<FeedSignal>();

  constructor(readonly name: TransportName) {}

  async *follow({ after }: FollowRequest, signal: AbortSignal): AsyncGenerator<readonly FeedSignal[]> {
    this.tries++;
    this.afters.push(after);
    if (this.failure !== undefined) throw this.failure;
    if (this.refuses) throw new TypeError('refused');
    const inbox = new Inbox<FeedSignal>();
    this.inbox = inbox;
    signal.addEventListener('abort', () => inbox.end(signal.reason));
    yield* inbox.read();
  }

  async connect(position = 'e1-1', heartbeat = 15_000): Promise<void> {
    await this.say({ kind: 'connected', clientId: `${this.name}-${this.tries}`, position, heartbeat });
  }

  async say(...signals: FeedSignal[]): Promise<void> {
    this.inbox.push(...signals);
    await settle();
  }

  async end(): Promise<void> {
    this.inbox.end();
    await settle();
  }

  async fail(): Promise<void> {
    this.inbox.end(new TypeError('network error'));
    await settle();
  }
}
