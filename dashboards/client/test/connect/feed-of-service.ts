import { afterEach, beforeEach, vi } from 'vitest';
import type { ConnectOptions, LiveEvent, Problem, Status } from '../../src/api.ts';
import { LiveFeed } from '../../src/feed/live-feed.ts';
import { openTransport } from '../../src/feed/open-transport.ts';
import type { FeedGap } from '../../src/types.ts';
import { FakeService, settle } from '../fake-service.ts';
import { MemoryStorage } from '../transports/memory-storage.ts';

/** A feed of a fake service over server-sent events, in virtual time, and all that it told. */
export class FeedOfService {
  readonly service = new FakeService();
  readonly statuses: Status[] = [];
  readonly events: LiveEvent[] = [];
  readonly gaps: FeedGap[] = [];
  readonly problems: Problem[] = [];
  readonly storage = new MemoryStorage();
  feed!: LiveFeed<Record<string, unknown>>;

  async start(options: ConnectOptions = {}): Promise<void> {
    const all: ConnectOptions = {
      topics: ['a/**'],
      transport: 'sse',
      fetch: this.service.fetch,
      onProblem: (problem) => this.problems.push(problem),
      ...options,
    };
    vi.stubGlobal('sessionStorage', this.storage);
    this.feed = new LiveFeed(all, { root: '', transport: () => openTransport(this.feed), random: () => 0.5 });
    this.feed.on('*', (event) => this.events.push(event));
    this.feed.onGap((gap) => this.gaps.push(gap));
    this.feed.onStatus((status) => this.statuses.push(status));
    this.feed.start();
    await settle();
  }

  /** An event, live with an id or of a back-fill without. */
  async send(topic: string, sequence: number, isBackfill = false): Promise<void> {
    const data = { topic, event: 'message', time: '2026-11-24T10:00:00Z', position: `e1-${sequence}`, data: sequence };
    await this.service.send(`${isBackfill ? '' : `id: e1-${sequence}\n`}data: ${JSON.stringify(data)}\n\n`);
  }

  async mark(topics: readonly string[], position: string): Promise<void> {
    await this.service.send(`event: livefeed.subscribed\ndata: ${JSON.stringify({ topics, position })}\n\n`);
  }

  async pass(milliseconds: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(milliseconds);
    await settle();
  }

  get positions(): (string | undefined)[] {
    return this.events.map(({ position }) => position);
  }

  get states(): string[] {
    return this.statuses.map(({ state }) => state);
  }

  get resumedAfter(): string | null | undefined {
    return this.service.requests.findLast(({ method }) => method === 'GET')?.headers.get('Last-Event-ID');
  }
}

/** Gives each test of a file a feed of its own, in virtual time; afterwards it is closed, and nothing is stubbed. */
export function eachTest(take: (feed: FeedOfService) => void): void {
  let of: FeedOfService;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    of = new FeedOfService();
    take(of);
  });
  afterEach(() => {
    of.feed.close();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
}
