import type { FeedSignal, FollowRequest, Transport } from '../../src/transport.ts';
import { settle } from '../fake-service.ts';

/** One connection of a transport, and all that it said. */
export class Reading {
  readonly signals: FeedSignal[] = [];
  readonly abort = new AbortController();
  error: unknown;
  isOver = false;
  reads = 0;

  static async begin(transport: Transport, request: Partial<FollowRequest> = {}): Promise<Reading> {
    const reading = new Reading();
    void reading.run(transport, { topics: ['a/**'], ...request });
    await settle();
    return reading;
  }

  private async run(transport: Transport, request: FollowRequest): Promise<void> {
    try {
      for await (const signals of transport.follow(request, this.abort.signal)) {
        this.reads++;
        this.signals.push(...signals);
      }
    } catch (error) {
      this.error = error;
    }
    this.isOver = true;
  }

  get kinds(): string[] {
    return this.signals.map(({ kind }) => kind);
  }

  get positions(): (string | undefined)[] {
    return this.signals.flatMap((signal) => (signal.kind === 'event' ? [signal.event.position] : []));
  }
}
