import type { SocketClass } from '../api.ts';
import { type AskToken, authorize } from '../connection/authorize.ts';
import { followQuery } from '../connection/follow-query.ts';
import { Refusal } from '../refusal.ts';
import type { TopicChange } from '../topics/topic-change.ts';
import type { Answer, ClientMessage, FeedSignal, FollowRequest, Transport } from '../transport.ts';
import { Unreachable } from '../unreachable.ts';
import { OpenSocket } from './open-socket.ts';

export interface WebSocketTransportOptions {
  /** The service's root; empty for the page's own. */
  readonly root: string;
  readonly token?: AskToken | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** Where there is no global one, or another one is wanted. */
  readonly WebSocket?: SocketClass | undefined;
  /** A page sees no status of a handshake: where it fails, a stream is asked why. One of several need not. */
  readonly explains?: boolean;
}

const subprotocol = 'livefeed.v1';

/** A WebSocket at `/ws`. What is followed, and from where, stands in its address, as for a stream. */
export class WebSocketTransport implements Transport {
  readonly name = 'websocket';
  private open: OpenSocket | undefined;

  constructor(private readonly options: WebSocketTransportOptions) {}

  async *follow(request: FollowRequest, signal: AbortSignal): AsyncGenerator<readonly FeedSignal[]> {
    const Socket = this.options.WebSocket ?? globalThis.WebSocket;
    if (Socket === undefined) throw new Unreachable('there is no WebSocket here: give one by the option');
    const address = await this.address(request, signal);
    signal.throwIfAborted();
    const open = new OpenSocket(new Socket(address, subprotocol), signal);
    this.open = open;
    try {
      yield* open.inbox.read();
    } catch (error) {
      if (this.options.explains && !open.isOpen) await this.explain(request, signal);
      throw error;
    } finally {
      if (this.open === open) this.open = undefined;
      open.leave();
    }
  }

  request(message: ClientMessage, signal: AbortSignal): Promise<Answer> {
    if (this.open === undefined) return Promise.reject(new Unreachable('there is no open WebSocket'));
    return this.open.request(message, signal);
  }

  /**
   * A `subscribe` is answered when all that was missed has come, which may take long. Requests are handled one after
   * another, so what was not refused before the answer to a ping is accepted. What is taken away and wanted again is
   * taken away first. All else is last, so that nothing is missed where a pattern takes the place of another.
   */
  async change(_: string, { subscribe, unsubscribe }: TopicChange, signal: AbortSignal): Promise<void> {
    const isWanted = (topic: string) => subscribe.some((one) => one.topic === topic);
    const takeAway = (topics: readonly string[]) =>
      topics.length > 0 ? this.request({ type: 'unsubscribe', topics }, signal) : undefined;
    const before = takeAway(unsubscribe.filter(isWanted));
    const refused = new Promise<never>((_, reject) => {
      for (const { topic, ...from } of subscribe) {
        this.request({ type: 'subscribe', topics: [topic], ...from }, signal).catch(reject);
      }
    });
    const ping = this.request({ type: 'ping' }, signal);
    const after = takeAway(unsubscribe.filter((topic) => !isWanted(topic)));
    await Promise.race([refused, Promise.all([before, ping, after])]);
  }

  async renew(_: string, token: string, signal: AbortSignal): Promise<void> {
    await this.request({ type: 'token', token }, signal);
  }

  private async address(request: FollowRequest, signal: AbortSignal): Promise<string> {
    const query = followQuery({ ...request, rooms: undefined });
    if (request.after) query.append('lastEventId', request.after);
    query.append('batch', 'true');
    const ticket = await this.ticket(signal);
    if (ticket !== undefined) query.append('ticket', ticket);
    const root = this.options.root || globalThis.location?.origin || '';
    return `${root.replace(/^http/, 'ws')}/ws?${query}`;
  }

  /** Throws what the service says to a stream of the same, if it says no. */
  private async explain(request: FollowRequest, signal: AbortSignal): Promise<void> {
    const stream = new AbortController();
    const abort = () => stream.abort();
    signal.addEventListener('abort', abort);
    try {
      const query = followQuery({ ...request, rooms: undefined });
      if (request.after) query.append('lastEventId', request.after);
      const headers = await authorize(new Headers({ Accept: 'text/event-stream' }), this.options.token);
      const init = { headers, cache: 'no-store', signal: stream.signal } as const;
      const response = await (this.options.fetch ?? fetch)(`${this.options.root}/events?${query}`, init);
      if (!response.ok) throw await Refusal.from(response);
    } catch (error) {
      if (error instanceof Refusal) throw error;
    } finally {
      signal.removeEventListener('abort', abort);
      stream.abort();
    }
  }

  /** A new one for each attempt, since one opens one connection; none without a token. */
  private async ticket(signal: AbortSignal): Promise<string | undefined> {
    const headers = await authorize(new Headers(), this.options.token);
    if (!headers.has('Authorization')) return undefined;
    const url = `${this.options.root}/tickets`;
    const response = await (this.options.fetch ?? fetch)(url, { method: 'POST', headers, cache: 'no-store', signal });
    if (!response.ok) throw await Refusal.from(response);
    const body: unknown = await response.json().catch(() => undefined);
    const { ticket } = (body ?? {}) as { readonly ticket?: unknown };
    if (typeof ticket !== 'string') throw await Refusal.from(response);
    return ticket;
  }
}
