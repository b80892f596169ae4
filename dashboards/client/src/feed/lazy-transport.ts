import type { TransportName } from '../api.ts';
import type { TopicChange } from '../topics/topic-change.ts';
import type { Answer, ClientMessage, FeedSignal, FollowRequest, Transport } from '../transport.ts';
import { Unreachable } from '../unreachable.ts';
import { Loaded } from './loaded.ts';

/** A transport that is loaded with the first connection; where that fails, with the next. */
export class LazyTransport implements Transport {
  private readonly loaded: Loaded<Transport>;
  private transport: Transport | undefined;

  constructor(load: () => Promise<Transport>) {
    this.loaded = new Loaded(load);
  }

  get name(): TransportName | undefined {
    return this.transport?.name;
  }

  async *follow(request: FollowRequest, signal: AbortSignal): AsyncGenerator<readonly FeedSignal[]> {
    this.transport = await this.loaded.get();
    yield* this.transport.follow(request, signal);
  }

  async change(clientId: string, change: TopicChange, signal: AbortSignal): Promise<void> {
    await this.there('change').change?.(clientId, change, signal);
  }

  async request(message: ClientMessage, signal: AbortSignal): Promise<Answer> {
    return (await this.there('request').request?.(message, signal)) ?? {};
  }

  async renew(clientId: string, token: string, signal: AbortSignal): Promise<void> {
    await this.there('renew').renew?.(clientId, token, signal);
  }

  private there(what: 'change' | 'request' | 'renew'): Transport {
    if (this.transport?.[what] === undefined) throw new Unreachable('there is no open connection that could do this');
    return this.transport;
  }
}
