import { type AskToken, authorize, ClientRequests } from '../connection/client-requests.ts';
import { followQuery } from '../connection/follow-query.ts';
import { Refusal } from '../refusal.ts';
import type { TopicChange } from '../topics/topic-change.ts';
import type { FeedSignal, FollowRequest, Transport } from '../transport.ts';
import { readFrame } from './frame.ts';
import { SseParser } from './sse-parser.ts';

export interface SseTransportOptions {
  /** The service's `/events`. */
  readonly url: string;
  /** Read before each attempt, so that a renewed token is used. */
  readonly token?: AskToken | undefined;
  readonly fetch?: typeof fetch | undefined;
}

/**
 * Server-sent events by fetch. A native EventSource would need the name of every event in advance, and tells neither a
 * refusal's text nor that it is silent.
 */
export class SseTransport implements Transport {
  readonly name = 'sse';
  private readonly requests: ClientRequests;

  constructor(private readonly options: SseTransportOptions) {
    this.requests = new ClientRequests(options.url.replace(/\/?events(\?.*)?$/, ''), options.token, options.fetch);
  }

  async *follow(request: FollowRequest, signal: AbortSignal): AsyncGenerator<readonly FeedSignal[]> {
    const send = this.options.fetch ?? fetch;
    const headers = await this.headers(request);
    signal.throwIfAborted();
    const response = await send(this.address(request), { headers, cache: 'no-store', signal });
    if (response.status !== 200 || response.body === null) throw await Refusal.from(response, Date.now());
    if (!isStream(response)) {
      response.body.cancel().catch(() => {});
      throw Refusal.foreign(response);
    }

    const parser = new SseParser(request.after);
    const reader = response.body.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        yield parser.push(value).flatMap(readFrame);
      }
    } finally {
      // A consumer that leaves early must not leave the connection open behind it.
      reader.cancel().catch(() => {});
    }
  }

  change(clientId: string, change: TopicChange, signal: AbortSignal): Promise<void> {
    return this.requests.change(clientId, change, signal);
  }

  renew(clientId: string, token: string, signal: AbortSignal): Promise<void> {
    return this.requests.renew(clientId, token, signal);
  }

  private address(request: FollowRequest): string {
    const query = followQuery(request);
    query.append('envelope', 'true');
    return `${this.options.url}?${query}`;
  }

  private headers({ after }: FollowRequest): Promise<Headers> {
    const headers = new Headers({ Accept: 'text/event-stream' });
    if (after !== undefined && after !== '') headers.set('Last-Event-ID', after);
    return authorize(headers, this.options.token);
  }
}

/** As the standard asks: what is of another type is no stream, whatever its status says. */
function isStream(response: Response): boolean {
  return /^text\/event-stream\s*(;|$)/i.test(response.headers.get('Content-Type') ?? '');
}
