import type { TopicChange } from '../../src/topics/topic-change.ts';
import { TopicPattern } from '../../src/topics/topic-pattern.ts';
import { problem } from '../fake-service.ts';

interface LogEvent {
  readonly sequence: number;
  readonly topic: string;
}

/** Answers that take this long, in milliseconds. */
interface Delays {
  readonly stream: number;
  readonly change: number;
  readonly backfill: number;
}

/** A service with one log, whose open streams can be changed. The test says what fails, and how long all takes. */
export class LogService {
  readonly log: LogEvent[] = [];
  delays: Delays = { stream: 20, change: 10, backfill: 10 };
  /** The next changes are answered so. */
  readonly faults: (Response | Error)[] = [];
  opened = 0;
  changed = 0;
  private readonly streams = new Map<string, LogStream>();

  publish(topic: string): void {
    this.log.push({ sequence: this.log.length + 1, topic });
    for (const stream of this.streams.values()) stream.pass();
  }

  positionsOf(topic: string, after: string | undefined): string[] {
    const from = sequenceOf(after);
    return this.log
      .filter((event) => event.topic === topic && event.sequence > from)
      .map(({ sequence }) => `e1-${sequence}`);
  }

  /** All connections break. */
  fail(): void {
    for (const [id, stream] of this.streams) {
      this.streams.delete(id);
      stream.fail();
    }
  }

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const { pathname, searchParams } = new URL(String(input), 'http://service');
    return init.method === 'PATCH'
      ? this.change(pathname.slice('/clients/'.length), JSON.parse(String(init.body)))
      : this.open(searchParams.getAll('topic'), new Headers(init.headers).get('Last-Event-ID'), init.signal);
  };

  private async open(topics: readonly string[], after: string | null, signal: AbortSignal | null | undefined) {
    await pass(this.delays.stream);
    signal?.throwIfAborted();
    const id = `c-${++this.opened}`;
    const stream = new LogStream(this, id, topics, after === null ? this.log.length : sequenceOf(after));
    this.streams.set(id, stream);
    signal?.addEventListener('abort', () => this.streams.delete(id) && stream.fail());
    return new Response(stream.body, { headers: { 'Content-Type': 'text/event-stream' } });
  }

  private async change(id: string, change: TopicChange): Promise<Response> {
    await pass(this.delays.change);
    const fault = this.faults.shift();
    if (fault instanceof Error) throw fault;
    if (fault !== undefined) return fault;
    const stream = this.streams.get(id);
    if (stream === undefined) return problem(404, { detail: 'no such client' });
    this.changed++;
    void stream.change(change, this.delays.backfill);
    await pass(this.delays.change);
    return Response.json({ clientId: id, topics: [] });
  }
}

/** What a client is sent. One cursor, whatever it follows, as in the service. */
class LogStream {
  readonly body: ReadableStream<Uint8Array>;
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  private patterns: readonly TopicPattern[];
  private changes = Promise.resolve();

  constructor(
    private readonly service: LogService,
    id: string,
    topics: readonly string[],
    private cursor: number,
  ) {
    this.patterns = topics.map((text) => new TopicPattern(text));
    this.body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.controller = controller;
      },
      cancel: () => {
        this.controller = undefined;
      },
    });
    this.send('livefeed.connected', { clientId: id, position: `e1-${cursor}`, resumed: true }, `e1-${cursor}`);
    this.pass();
  }

  pass(): void {
    for (const event of this.service.log.slice(this.cursor)) {
      this.cursor = event.sequence;
      if (this.follows(event)) this.sendEvent(event, `e1-${event.sequence}`);
    }
  }

  fail(): void {
    this.controller?.error(new TypeError('network error'));
    this.controller = undefined;
  }

  change({ subscribe, unsubscribe }: TopicChange, delay: number): Promise<void> {
    this.patterns = this.patterns.filter(({ text }) => !unsubscribe.includes(text));
    const byPosition = subscribe.toSorted((a, b) => sequenceOf(a.after) - sequenceOf(b.after));
    this.changes = this.changes.then(async () => {
      const head = this.service.log.length;
      for (const { topic, after } of byPosition) {
        await pass(delay);
        this.add(new TopicPattern(topic), after === undefined ? head : sequenceOf(after));
      }
      if (subscribe.length > 0)
        this.send('livefeed.subscribed', { topics: subscribe.map(({ topic }) => topic), position: `e1-${this.cursor}` });
    });
    return this.changes;
  }

  private add(pattern: TopicPattern, after: number): void {
    const missed = this.service.log.slice(after, this.cursor).filter((event) => pattern.matches(event.topic));
    for (const event of missed) if (!this.follows(event)) this.sendEvent(event);
    this.patterns = [...this.patterns, pattern];
  }

  private follows({ topic }: LogEvent): boolean {
    return this.patterns.some((pattern) => pattern.matches(topic));
  }

  private sendEvent({ sequence, topic }: LogEvent, id?: string): void {
    this.send(
      'message',
      { topic, event: 'message', time: '2026-11-24T10:00:00Z', position: `e1-${sequence}`, data: sequence },
      id,
    );
  }

  private send(event: string, data: object, id?: string): void {
    const text = `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
    this.controller?.enqueue(new TextEncoder().encode(text));
  }
}

const sequenceOf = (position: string | undefined) => Number(position?.slice(3) ?? 0);
const pass = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
