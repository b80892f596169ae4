import { readFrame } from './frame.ts';
import { isPage, Refusal } from './refusal.ts';
import { SseParser } from './sse-parser.ts';
import type { TopicChange } from './topic-change.ts';
import type { FeedSignal, FollowRequest, Transport } from './transport.ts';

export interface SseTransportOptions {
  /** The service's `/events`. */
  readonly url: string;
  /** Read before each attempt, so that a renewed token is used. */
  readonly token?: (() => string | undefined) | undefined;
  readonly fetch?: typeof fetch | undefined;
}

/**
 * Server-sent events by fetch. A native EventSource would need the name of every event in advance, and tells neither a
 * refusal's text nor that it is silent.
 */
export class SseTransport implements Transport {
  constructor(private readonly options: SseTransportOptions) {}

  async *follow(request: FollowRequest, signal: AbortSignal): AsyncGenerator<readonly FeedSignal[]> {
    const send = this.options.fetch ?? fetch;
    const response = await send(this.address(request), {
      headers: this.headers(request),
      cache: 'no-store',
      signal,
    });
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

  async change(clientId: string, change: TopicChange, signal: AbortSignal): Promise<void> {
    const send = this.options.fetch ?? fetch;
    const response = await send(this.options.url.replace(/events(\?.*)?$/, `clients/${encodeURIComponent(clientId)}`), {
      method: 'PATCH',
      headers: this.authorize(new Headers({ 'Content-Type': 'application/json' })),
      body: JSON.stringify(change),
      cache: 'no-store',
      signal,
    });
    if (!response.ok) throw await Refusal.from(response, Date.now());
    if (isPage(response)) throw Refusal.foreign(response);
    response.body?.cancel().catch(() => {});
  }

  private address({ topics }: FollowRequest): string {
    const query = new URLSearchParams(topics.map((topic) => ['topic', topic]));
    query.set('envelope', 'true');
    return `${this.options.url}?${query}`;
  }

  private headers({ after }: FollowRequest): Headers {
    const headers = new Headers({ Accept: 'text/event-stream' });
    if (after !== undefined && after !== '') headers.set('Last-Event-ID', after);
    return this.authorize(headers);
  }

  private authorize(headers: Headers): Headers {
    const token = this.options.token?.();
    if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
    return headers;
  }
}

/** As the standard asks: what is of another type is no stream, whatever its status says. */
function isStream(response: Response): boolean {
  return /^text\/event-stream\s*(;|$)/i.test(response.headers.get('Content-Type') ?? '');
}
