import type { Problem, State, Status, TransportName } from '../../src/api.ts';
import type { Link } from '../../src/link.ts';
import type { Answer, ClientMessage, FeedSignal, RoomQuery, RoomSignal } from '../../src/transport.ts';
import { settle } from '../fake-service.ts';

type Reply = Answer | Error | 'none' | ((message: ClientMessage) => Answer);

export interface Asked {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A connection that the test opens, cuts and answers for. */
export class FakeLink implements Link {
  readonly root = 'https://feed.example.com';
  readonly problems: Problem[] = [];
  readonly messages: ClientMessage[] = [];
  readonly asked: Asked[] = [];
  readonly rooms: (RoomQuery | undefined)[] = [];
  refreshed = 0;
  status: Status = { state: 'connecting', attempt: 0 };
  private readonly end = new AbortController();
  private readonly statusListeners = new Set<(status: Status) => void>();
  private readonly signalListeners = new Set<(signal: FeedSignal) => void>();
  private readonly replies: Reply[] = [];
  private readonly answers: (Response | Error | 'none')[] = [];

  constructor(readonly name: TransportName = 'websocket') {}

  get closed(): AbortSignal {
    return this.end.signal;
  }

  get transport(): TransportName | undefined {
    return this.status.state === 'connected' ? this.name : undefined;
  }

  /** The next messages are answered so, in turn; after that each is accepted. */
  reply(...replies: Reply[]): void {
    this.replies.push(...replies);
  }

  /** The next requests are answered so, in turn; after that each is accepted. */
  answer(...answers: (Response | Error | 'none')[]): void {
    this.answers.push(...answers);
  }

  async connect(memberId = 'm-1'): Promise<void> {
    this.be('connected', { clientId: 'c-1', ...(this.name === 'websocket' && { memberId }) });
    await this.signal({ kind: 'connected', clientId: 'c-1', position: 'e1-1' });
  }

  async lose(): Promise<void> {
    this.be('reconnecting');
    await settle();
  }

  async close(): Promise<void> {
    this.be('closed');
    this.end.abort();
    await settle();
  }

  async signal(signal: FeedSignal): Promise<void> {
    for (const listener of [...this.signalListeners]) listener(signal);
    await settle();
  }

  room(message: RoomSignal): Promise<void> {
    return this.signal({ kind: 'room', message });
  }

  onStatus(listener: (status: Status) => void): () => void {
    this.statusListeners.add(listener);
    return () => this.statusListeners.delete(listener);
  }

  onSignal(listener: (signal: FeedSignal) => void): () => void {
    this.signalListeners.add(listener);
    return () => this.signalListeners.delete(listener);
  }

  async request(message: ClientMessage, signal?: AbortSignal): Promise<Answer> {
    this.messages.push(message);
    const reply = this.replies.shift() ?? { accepted: 1, duplicates: 0 };
    if (reply === 'none') return await never(signal);
    if (reply instanceof Error) throw reply;
    return typeof reply === 'function' ? reply(message) : reply;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const { method = 'GET', headers, body, signal } = init ?? {};
    const parsed: unknown = typeof body === 'string' ? JSON.parse(body) : body;
    this.asked.push({ url: String(input), method, headers: new Headers(headers), body: parsed });
    const answer = this.answers.shift() ?? Response.json({ accepted: 1, duplicates: 0 }, { status: 202 });
    if (answer === 'none') return await never(signal ?? undefined);
    if (answer instanceof Error) throw answer;
    return answer;
  };

  async authorize(headers: Headers): Promise<Headers> {
    headers.set('Authorization', `Bearer t${this.refreshed}`);
    return headers;
  }

  refreshToken(): void {
    this.refreshed++;
  }

  setRooms(rooms: RoomQuery | undefined): void {
    this.rooms.push(rooms);
  }

  report(problem: Problem): void {
    this.problems.push(problem);
  }

  private be(state: State, more: Partial<Status> = {}): void {
    this.status = { state, attempt: 0, ...more };
    for (const listener of [...this.statusListeners]) listener(this.status);
  }
}

function never(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))));
}
