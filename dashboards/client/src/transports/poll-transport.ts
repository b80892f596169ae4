import { type AskToken, authorize } from '../connection/authorize.ts';
import { followQuery } from '../connection/follow-query.ts';
import { parseObject, readNotice, text } from '../connection/notices.ts';
import { isPage, Refusal } from '../refusal.ts';
import type { FeedSignal, FollowRequest, HttpAccess, RoomQuery, Transport } from '../transport.ts';
import { Unreachable } from '../unreachable.ts';
import { maxWait, Wait } from '../wait.ts';
import { objects, readEvent } from './messages.ts';

export interface PollTransportOptions {
  /** The service's root; empty for the page's own. */
  readonly root: string;
  readonly token?: AskToken | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** How long an answer may wait for something, in seconds; 25 unless told, since proxies wait 30. */
  readonly wait?: number;
}

/** An answer without anything that comes sooner than this did not wait: something between answers in the service's place. */
const soonest = 500;
/** Then the next poll waits, in milliseconds. */
const pause = 1_000;

type Answer = Readonly<Record<string, unknown>>;

/** Long polling at `/poll`: one client of the service over its polls. An answer that was lost comes again. */
export class PollTransport implements Transport {
  readonly name = 'polling';
  private readonly seconds: number;
  /** The client, and where it is: it goes on only after its own last answer, and stays in the rooms that it began with. */
  private client: { readonly id: string; readonly next: string; readonly rooms: RoomQuery | undefined } | undefined;

  constructor(private readonly options: PollTransportOptions) {
    this.seconds = options.wait ?? 25;
  }

  async *follow(request: FollowRequest, signal: AbortSignal): AsyncGenerator<readonly FeedSignal[]> {
    if (this.client?.next !== request.after || !isSame(this.client?.rooms, request.rooms)) this.client = undefined;
    const rest = new Wait();
    let after = request.after;
    let known: string | undefined;
    // The first is answered at once: who waits for it wants to know whether it is connected.
    for (let seconds = 0; ; seconds = this.seconds) {
      const asked = Date.now();
      const { topics, rooms } = request;
      const answer = await this.poll({ ...request, topics, rooms, after }, seconds, signal);
      const id = text(answer['clientId']);
      const events = objects(answer['events']).map((event): FeedSignal => ({ kind: 'event', event: readEvent(event) }));
      const first: FeedSignal[] = id === known ? [] : [this.connected(id, after)];
      known = id;
      after = text(answer['next']) || after;
      const closing = readNotice('closing', answer['closing']);
      this.client = after === undefined || closing.length > 0 ? undefined : { id, next: after, rooms };
      yield [...first, ...readNotice('gap', answer['gap']), ...events, ...this.rest(answer, after), ...closing];
      if (closing.length > 0) return;
      if (events.length === 0 && seconds > 0 && Date.now() - asked < soonest) await rest.for(pause, signal);
    }
  }

  get http(): HttpAccess {
    return this.options;
  }

  private connected(clientId: string, after: string | undefined): FeedSignal {
    const heartbeat = Math.min(maxWait, Math.max(this.seconds, 1) * 1_000);
    return { kind: 'connected', clientId, position: after ?? '', heartbeat };
  }

  private rest(answer: Answer, next: string | undefined): FeedSignal[] {
    const position: FeedSignal[] = next === undefined ? [] : [{ kind: 'position', position: next }];
    return [...readNotice('subscribed', answer['subscribed']), ...position];
  }

  private async poll(request: FollowRequest, seconds: number, signal: AbortSignal): Promise<Answer> {
    const query = followQuery(request);
    if (request.after) query.append('after', request.after);
    if (this.client !== undefined) query.append('client', this.client.id);
    query.append('wait', `${seconds}`);
    const headers = await authorize(new Headers({ Accept: 'application/json' }), this.options.token);
    signal.throwIfAborted();
    const response = await (this.options.fetch ?? fetch)(`${this.options.root}/poll?${query}`, {
      headers,
      cache: 'no-store',
      signal,
    });
    if (response.status !== 200) return this.refuse(response);
    if (isPage(response)) throw await Refusal.from(response);
    const answer = parseObject(await response.text());
    if (answer === undefined) throw new Unreachable('an answer broke off');
    if (text(answer['clientId']) === '') throw await Refusal.from(response);
    return answer;
  }

  private async refuse(response: Response): Promise<never> {
    const refusal = await Refusal.from(response);
    // The service remembers whom an administrator has ended.
    if (response.status === 404 && this.client !== undefined) throw new Refusal(403, refusal.message);
    // Bad input may be the position: a new client begins with it as it is.
    if (refusal.isFinal) this.client = undefined;
    throw refusal;
  }
}

const isSame = (a: RoomQuery | undefined, b: RoomQuery | undefined) => JSON.stringify(a) === JSON.stringify(b);
