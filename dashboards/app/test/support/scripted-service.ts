import {
  type ConnectionStatus,
  comparePositions,
  type FeedEvent,
  type FeedListener,
  type FeedSource,
  laterPosition,
  TopicPattern,
} from '@livefeed/client/engine';

const positionOf = (sequence: number) => `e1-${sequence}`;

/**
 * A service with one log, of which the test says how slowly history is answered, by what there is when it is asked or when
 * it answers.
 */
export class ScriptedService {
  readonly log: FeedEvent[] = [];
  readonly asked: URLSearchParams[] = [];
  private readonly streams = new Set<ScriptedStream>();
  private sequence = 0;
  /** Events an answer has at most, as if they were large. */
  pageEvents = 40;
  historyTakes = () => 0;
  looksWhenAnswering = () => false;
  /** Streams are so much behind the log, but for those that are not. */
  streamLag = 0;
  isBehind: (topics: readonly string[]) => boolean = () => true;
  /** The topics of each stream that was opened. */
  readonly opened: (readonly string[])[] = [];

  publish(topic: string, jump = 1): void {
    this.sequence += jump;
    const event = {
      position: positionOf(this.sequence),
      topic,
      event: 'message',
      time: Date.now(),
      data: { value: this.sequence },
    };
    this.log.push(event);
    this.pass();
    if (this.streamLag > 0) setTimeout(() => this.pass(), this.streamLag);
  }

  /** The positions of the events of a topic or pattern. */
  positionsOf(pattern: string): (string | undefined)[] {
    return this.log.filter(({ topic }) => new TopicPattern(pattern).matches(topic)).map(({ position }) => position);
  }

  readonly openFeed = ({ topics, after }: { topics: readonly string[]; after?: string }): FeedSource => {
    this.opened.push(topics);
    const stream = new ScriptedStream(this, topics, after ?? this.head, () => this.streams.delete(stream));
    this.streams.add(stream);
    return stream;
  };

  get head(): string {
    return positionOf(this.sequence);
  }

  get streamCount(): number {
    return this.streams.size;
  }

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const { searchParams } = new URL(String(input), 'http://service');
    this.asked.push(searchParams);
    const late = this.looksWhenAnswering();
    const early = late ? undefined : this.history(searchParams);
    const asked = new Date().toUTCString();
    await new Promise((resolve) => setTimeout(resolve, this.historyTakes()));
    init?.signal?.throwIfAborted();
    return Response.json(early ?? this.history(searchParams), {
      headers: { Date: late ? new Date().toUTCString() : asked },
    });
  };

  private pass(): void {
    for (const stream of this.streams) stream.pass();
  }

  /** Where in the log what follows a position begins. */
  indexAfter(position: string): number {
    const at = this.log.findLastIndex((event) => (comparePositions(event.position as string, position) ?? 1) <= 0);
    return at + 1;
  }

  private history(query: URLSearchParams): object {
    const after = query.get('after') ?? positionOf(0);
    // What was before the window: nothing, and a position long ago.
    if (query.has('newestOfEach')) return { events: [], next: positionOf(0) };
    const until = Date.parse(query.get('until') ?? new Date().toISOString());
    const patterns = query.getAll('topic').map((text) => new TopicPattern(text));
    const found = this.log
      .slice(this.indexAfter(after))
      .filter(({ topic, time }) => time <= until && patterns.some((one) => one.matches(topic)));
    const events = found.slice(0, this.pageEvents);
    const through = this.log.findLast(({ time }) => time <= until)?.position ?? positionOf(0);
    const next = events.length < found.length ? events.at(-1)?.position : laterPosition(after, through);
    return { events: events.map((event) => ({ ...event, time: new Date(event.time).toISOString() })), next };
  }
}

class ScriptedStream implements FeedSource {
  status: ConnectionStatus = { state: 'connecting' };
  private listener: FeedListener = {};
  private isOpen = false;
  private next: number | undefined;
  private readonly patterns: readonly TopicPattern[];

  constructor(
    private readonly service: ScriptedService,
    private readonly topics: readonly string[],
    public position: string,
    private readonly onClose: () => void,
  ) {
    this.patterns = topics.map((text) => new TopicPattern(text));
  }

  listen(listener: FeedListener): () => void {
    this.listener = listener;
    return () => (this.listener = {});
  }

  start(): void {
    setTimeout(() => {
      this.isOpen = true;
      this.status = { state: 'live' };
      this.listener.status?.(this.status);
      this.pass();
    }, 20);
  }

  pass(): void {
    if (!this.isOpen) return;
    const { log } = this.service;
    const lag = this.service.isBehind(this.topics) ? this.service.streamLag : 0;
    this.next ??= this.service.indexAfter(this.position);
    const from = this.next;
    while (this.next < log.length && (log[this.next]?.time ?? 0) + lag <= Date.now()) this.next++;
    if (this.next > from) this.position = log[this.next - 1]?.position ?? this.position;
    const events = log.slice(from, this.next).filter(({ topic }) => this.patterns.some((one) => one.matches(topic)));
    if (events.length > 0) this.listener.events?.(events);
  }

  retryNow(): void {}

  close(): void {
    this.isOpen = false;
    this.status = { state: 'closed' };
    this.onClose();
  }
}
