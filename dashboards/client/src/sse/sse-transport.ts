import { authorize } from '../connection/authorize.ts';
import { followQuery } from '../connection/follow-query.ts';
import { Refusal } from '../refusal.ts';
import type { FeedSignal, FollowRequest, HttpAccess, Transport } from '../transport.ts';
import { readFrame } from './frame.ts';
import { SseParser } from './sse-parser.ts';

/**
 * Server-sent events by fetch. A native EventSource would need the name of every event in advance, and tells neither a
 * refusal's text nor that it is silent.
 */
export class SseTransport implements Transport {
  readonly name = 'sse';
  /** Whatever else is asked of the service about an open stream is a request of its own. */
  readonly http: HttpAccess;

  /** The token is read before each attempt, so that a renewed one is used. */
  constructor(http: HttpAccess) {
    this.http = http;
  }

  async *follow(request: FollowRequest, signal: AbortSignal): AsyncGenerator<readonly FeedSignal[]> {
    const { root, token, fetch: send = fetch } = this.http;
    const query = followQuery(request);
    query.append('envelope', 'true');
    const headers = await authorize(new Headers({ Accept: 'text/event-stream' }), token);
    if (request.after) headers.set('Last-Event-ID', request.after);
    signal.throwIfAborted();
    const response = await send(`${root}/events?${query}`, { headers, cache: 'no-store', signal });
    const { body } = response;
    if (response.status !== 200 || body === null || !isStream(response)) throw await Refusal.from(response);

    const parser = new SseParser();
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
}

/** As the standard asks: what is of another type is no stream, whatever its status says. */
function isStream(response: Response): boolean {
  return /^text\/event-stream\s*(;|$)/i.test(`${response.headers.get('Content-Type')}`);
}
