import type { SubscribeOptions } from '../api.ts';
import { unwatched } from '../connection/unwatched.ts';
import { Refusal } from '../refusal.ts';
import { isNews } from '../sharing/position.ts';
import type { TopicChange } from '../topics/topic-change.ts';
import { TopicPattern } from '../topics/topic-pattern.ts';
import type { FeedEvent } from '../types.ts';
import { Wait } from '../wait.ts';

/** Until a change is asked for again that got no answer, or was one too many; the service may say another time. */
const again = 1_000;
const maxTries = 3;

export interface SubscriptionsOutputs {
  /** While connected: the connection's name. */
  clientId(): string | undefined;
  /** The stream's position. */
  position(): string | undefined;
  /** Whether so many events of a topic came after a position. */
  cameSince(topic: string, position: string, count: number): Promise<boolean>;
  change(change: TopicChange): Promise<void>;
  /** The next connection follows these. */
  aim(topics: readonly string[]): void;
  readonly closed: AbortSignal;
}

/** A topic that is asked for, until the service says that all that was missed has come. */
interface Addition extends SubscribeOptions {
  readonly pattern: TopicPattern;
  /** Topics of one call are asked for together. */
  readonly call: object;
  readonly done: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
  /** How often it failed. */
  tries: number;
  /** The connection that was asked. */
  asked?: string | undefined;
  /** What is wanted comes after this, when the connection that was asked has ended. */
  since?: string | undefined;
  /** All that it was to bring up to here has come. */
  has?: string;
}

/** The topics of a feed: what it follows, and what is being added, across connections. One change at a time. */
export class Subscriptions {
  private readonly wait = new Wait();
  private readonly additions = new Map<string, Addition>();
  /** While topics are being added: how far the events of each topic have come that only additions bring. */
  private readonly came = new Map<string, string>();
  /** What the connection may follow and shall not: also one that is being made, or that a poller goes on with. */
  private readonly removals: string[] = [];
  private followed: readonly TopicPattern[];
  private isRunning = false;
  /** Why nothing is added any more. */
  private ended: Error | undefined;

  constructor(
    topics: readonly string[],
    private readonly out: SubscriptionsOutputs,
  ) {
    this.followed = topics.map((text) => new TopicPattern(text));
  }

  /** Resolves when all that was missed of them has come. */
  async subscribe(topics: readonly string[], options: SubscribeOptions = {}): Promise<void> {
    if (this.ended !== undefined) throw this.ended;
    const call = {};
    const isAsked = options.after !== undefined || options.last !== undefined;
    const open = topics.filter((topic) => isAsked || !this.follows(topic));
    const all = open.map((topic) => this.additions.get(topic)?.done ?? this.add(topic, options, call));
    void this.run();
    await Promise.all(all);
  }

  async unsubscribe(topics: readonly string[]): Promise<void> {
    const isNews = topics.some((topic) => this.follows(topic) || this.additions.has(topic));
    this.follow(this.followed.filter(({ text }) => !topics.includes(text)));
    for (const topic of topics) this.settle(topic)?.reject(new DOMException(`${topic} was unsubscribed`, 'AbortError'));
    if (!isNews) return;
    this.removals.push(...topics);
    await this.run();
  }

  /** A connection is there: what it was not asked for is asked for again, and what it was asked for before, taken away. */
  connected(): void {
    this.wait.wake();
    void this.run();
  }

  /** All that was missed of these has come. */
  completed(topics: readonly string[]): void {
    const added = topics.flatMap((topic) => {
      const addition = this.settle(topic);
      addition?.resolve();
      return addition?.pattern ?? [];
    });
    this.follow([...this.followed, ...added.filter(({ text }) => !this.follows(text))]);
  }

  /** Whether a topic is wanted by its own name or a pattern. */
  covers(topic: string): boolean {
    return [...this.followed, ...this.patternsBeingAdded()].some((pattern) => pattern.matches(topic));
  }

  /** Of an event that only additions bring: whether it has not come before. Undefined for any other. */
  isNews({ topic, position }: FeedEvent): boolean | undefined {
    if (position === undefined) return undefined;
    const waiting = [...this.additions.values()].filter(({ pattern }) => pattern.matches(topic));
    if (waiting.length === 0 || this.followed.some((pattern) => pattern.matches(topic))) return undefined;
    if (!isNews(position, this.came.get(topic))) return false;
    this.came.set(topic, position);
    // Of an event that several may have brought nobody knows which did: the others may be anywhere.
    const [only, ...others] = waiting;
    if (only !== undefined && others.length === 0) only.has = position;
    return true;
  }

  /** Nothing is added any more. */
  end(error: Error): void {
    this.ended = error;
    for (const topic of [...this.additions.keys()]) this.settle(topic)?.reject(error);
    this.wait.wake();
  }

  private add(topic: string, options: SubscribeOptions, call: object): Promise<void> {
    let settlers: Pick<Addition, 'resolve' | 'reject'> | undefined;
    const done = new Promise<void>((resolve, reject) => {
      settlers = { resolve, reject };
    });
    unwatched(done);
    if (settlers !== undefined) {
      this.additions.set(topic, { ...options, ...settlers, pattern: new TopicPattern(topic), call, done, tries: 0 });
    }
    return done;
  }

  private settle(topic: string): Addition | undefined {
    const addition = this.additions.get(topic);
    this.additions.delete(topic);
    if (this.additions.size === 0) this.came.clear();
    return addition;
  }

  private follows(topic: string): boolean {
    return this.followed.some(({ text }) => text === topic);
  }

  private follow(patterns: readonly TopicPattern[]): void {
    this.followed = patterns;
    this.out.aim(patterns.map(({ text }) => text));
  }

  private patternsBeingAdded(): readonly TopicPattern[] {
    return [...this.additions.values()].map(({ pattern }) => pattern);
  }

  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      for (let clientId = this.out.clientId(); clientId !== undefined; clientId = this.out.clientId()) {
        const additions = this.next(clientId);
        const unsubscribe = this.removals.splice(0).filter((topic) => !this.follows(topic));
        if (additions.length + unsubscribe.length === 0) return;
        await this.ask(clientId, additions, unsubscribe);
      }
    } finally {
      this.isRunning = false;
    }
  }

  /** What one call asked for, and this connection was not asked for. */
  private next(clientId: string): readonly Addition[] {
    const open = [...this.additions.values()].filter(({ asked }) => asked !== clientId);
    return open.filter(({ call }) => call === open[0]?.call);
  }

  /** Where an addition begins: after what has come of it, or where it was to begin. */
  private async startOf({ after, last, has, since, pattern }: Addition): Promise<SubscribeOptions> {
    const from = has ?? after;
    if (from !== undefined) return { after: from };
    if (since === undefined) return last === undefined ? {} : { last };
    if (last === undefined) return { after: since };
    // The last ones would leave out what came since it was asked for first, where that is more.
    const isMore = await this.out.cameSince(pattern.text, since, last).catch(() => true);
    return isMore ? { after: since } : { last };
  }

  private async ask(clientId: string, additions: readonly Addition[], unsubscribe: readonly string[]): Promise<void> {
    for (const addition of additions) addition.asked = clientId;
    const subscribe = await Promise.all(
      additions.map(async (addition) => ({ topic: addition.pattern.text, ...(await this.startOf(addition)) })),
    );
    for (const addition of additions) addition.since ??= this.out.position();
    try {
      await this.out.change({ subscribe, unsubscribe });
    } catch (error) {
      const tries = Math.max(0, ...additions.map((addition) => ++addition.tries));
      if (isFinal(error, tries)) {
        for (const { pattern } of additions) this.settle(pattern.text)?.reject(error);
        return;
      }
      for (const addition of additions) addition.asked = undefined;
      this.removals.push(...unsubscribe);
      const wait = error instanceof Refusal ? (error.retryAfter ?? again) : again;
      await this.wait.for(wait, this.out.closed);
    }
  }
}

/** What asking again cannot change. A client that the service does not know may just be on its way in. */
function isFinal(error: unknown, tries: number): boolean {
  if (!(error instanceof Refusal) || error.status >= 500 || error.status === 429) return false;
  return error.status !== 404 || tries >= maxTries;
}
