import type { FeedHub } from '../../src/sharing/feed-hub.ts';
import type { HubLine, HubLineEvents } from '../../src/sharing/messages.ts';
import { SharedFeed } from '../../src/sharing/shared-feed.ts';
import { TopicPattern } from '../../src/topics/topic-pattern.ts';
import type { ConnectionStatus, FeedGap } from '../../src/types.ts';
import { settle } from '../fake-service.ts';
import { FakeSource } from '../fake-source.ts';

/** A page that follows by a hub, and all that it was told. */
export class SharedTab {
  readonly got: string[] = [];
  readonly gaps: FeedGap[] = [];
  readonly statuses: ConnectionStatus[] = [];
  readonly own: FakeSource[] = [];
  readonly feed: SharedFeed;
  batches = 0;
  /** A page that is asleep: what it is sent waits. */
  asleep: (() => void)[] | undefined;
  private line: HubLineEvents | undefined;
  private readonly patterns: readonly TopicPattern[];

  constructor(
    topics: readonly string[],
    after: string | undefined,
    private hub: FeedHub | undefined,
  ) {
    this.patterns = topics.map((text) => new TopicPattern(text));
    this.feed = new SharedFeed({
      topics,
      ...(after === undefined ? {} : { after }),
      head: async () => undefined,
      lines: [async (events) => this.open(events)],
      own: (own, from) => {
        const source = new FakeSource(own, from);
        this.own.push(source);
        return source;
      },
    });
    this.feed.listen({
      events: (events) => {
        this.batches++;
        this.got.push(...events.map(({ topic, position }) => `${topic}@${position ?? ''}`));
      },
      gap: (gap) => this.gaps.push(gap),
      status: (status) => this.statuses.push(status),
    });
  }

  async start(): Promise<this> {
    this.feed.start();
    await settle();
    return this;
  }

  wants(topic: string): boolean {
    return this.patterns.some((pattern) => pattern.matches(topic));
  }

  get state(): string {
    return this.feed.status.state;
  }

  wake(): void {
    const waiting = this.asleep ?? [];
    this.asleep = undefined;
    for (const run of waiting) run();
  }

  /** Another hub in place of the one there was, as when the page that had it is closed. */
  moveTo(hub: FeedHub | undefined): void {
    this.hub = hub;
    if (hub !== undefined) this.line?.renewed();
  }

  private open(events: HubLineEvents): HubLine {
    this.line = events;
    const port = {
      send: (message: Parameters<HubLineEvents['message']>[0]) => {
        if (this.asleep === undefined) events.message(message);
        else this.asleep.push(() => events.message(message));
      },
    };
    return { send: (message) => this.hub?.take(port, message), close: () => {} };
  }
}
