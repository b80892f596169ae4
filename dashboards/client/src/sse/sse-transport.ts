import { type AskToken, authorize } from '../connection/authorize.ts';
import { followQuery } from '../connection/follow-query.ts';
import { Refusal } from '../refusal.ts';
import type { FeedSignal, FollowRequest, HttpAccess, Transport } from '../transport.ts';
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

  readonly #options: SseTransportOptions;

  constructor(options: SseTransportOptions) {
    this.#options = options;
  }

  async *follow(request: FollowRequest, signal: AbortSignal): AsyncGenerator<readonly FeedSignal[]> {
    const send = this.#options.fetch ?? fetch;
    const headers = await this.#headers(request);
    signal.throwIfAborted();
    const response = await send(this.#address(request), { headers, cache: 'no-store', signal });
    const { body } = response;
    if (response.status !== 200 || body === null || !isStream(response)) throw await Refusal.from(response, Date.now());

    const parser = new SseParser(request.after);
    const reader = body.getReader();
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

  /** Whatever else is asked of the service about an open stream is a request of its own. */
  get http(): HttpAccess {
    const { url, token, fetch } = this.#options;
    return { root: url.replace(/\/?events(\?.*)?$/, ''), token, fetch };
  }

  #address(request: FollowRequest): string {
    const query = followQuery(request);
    query.append('envelope', 'true');
    return `${this.#options.url}?${query}`;
  }

  #headers({ after }: FollowRequest): Promise<Headers> {
    const headers = new Headers({ Accept: 'text/event-stream' });
    if (after !== undefined && after !== '') headers.set('Last-Event-ID', after);
    return authorize(headers, this.#options.token);
  }
}

/** As the standard asks: what is of another type is no stream, whatever its status says. */
function isStream(response: Response): boolean {
  return /^text\/event-stream\s*(;|$)/i.test(response.headers.get('Content-Type') ?? '');
}
