import { TopicPattern } from '../topics/topic-pattern.ts';
import type { ConnectionStatus, FeedEvent, FeedGap } from '../types.ts';
import { HeldItems } from './held-items.ts';
import type { FeedItem, TabMessage, TabPort } from './messages.ts';
import { goesBack, isNews, laterPosition } from './position.ts';

/** A tab nobody looks at is sent what there is once in this time. */
const hiddenPace = 1_000;
/** More than this and the tab is let go: it joins again from where it is, and the service has what it missed. */
const mostItems = 20_000;
/** Signs of life that a tab may leave unanswered. */
const mostUnanswered = 3;

/**
 * A tab at the hub. One batch is under way at a time, so a tab that is slow, frozen or gone costs no more than what waits
 * here.
 */
export class HubTab {
  readonly session: number;
  readonly topics: readonly string[];
  /** The tab has everything up to here, and does not get it again; undefined: up to where its stream is. */
  has: string | undefined;
  private readonly patterns: readonly TopicPattern[];
  private items: FeedItem[] = [];
  /** Until its topics are complete it is given nothing; undefined when they are. */
  private held: HeldItems | undefined;
  private status: ConnectionStatus | undefined;
  private position: string | undefined;
  private hidden: boolean;
  /** Rounds of the hub since the batch under way; undefined when none is. */
  private unanswered: number | undefined;
  private sentThisRound = false;
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly port: TabPort,
    join: Extract<TabMessage, { kind: 'join' }>,
  ) {
    this.session = join.session;
    this.topics = join.topics;
    this.has = join.after;
    this.hidden = join.hidden;
    this.patterns = join.topics.map((text) => new TopicPattern(text));
  }

  get isOverfull(): boolean {
    return this.items.length > mostItems;
  }

  /** It waits for topics that are added for it. */
  get isHeld(): boolean {
    return this.held !== undefined;
  }

  /** More waits with it than can be kept. */
  get isFull(): boolean {
    return this.held?.isFull === true;
  }

  /** Keeps everything back from now on. It is where it was when it joined, and told that it is not forgotten. */
  hold(): void {
    this.held = new HeldItems();
  }

  /** Its topics are complete: what was kept back is for it. */
  release(): void {
    const events = this.held?.inOrder() ?? [];
    this.held = undefined;
    for (const event of events) this.offer(event);
  }

  /** What was kept back will come again. */
  drop(): void {
    this.held = undefined;
  }

  /** What has no topic goes to everyone. */
  wants(topic: string): boolean {
    return topic === '' || this.patterns.some((pattern) => pattern.matches(topic));
  }

  offer(event: FeedEvent): void {
    if (this.held !== undefined) this.held.add(event);
    else if (this.isNew(event.position)) this.items.push({ kind: 'event', event });
  }

  offerGap(gap: FeedGap): void {
    if (goesBack(gap)) this.has = undefined;
    if (this.isNew(gap.before)) this.items.push({ kind: 'gap', gap });
  }

  tell(status: ConnectionStatus): void {
    this.status = status;
  }

  /** Sends what there is, or as soon as the tab has taken what is under way. The stream has come to this position. */
  flush(position: string | undefined): void {
    this.position = this.isHeld ? this.has : laterPosition(this.has, position);
    if (this.items.length > 0 || this.status !== undefined) this.sendIfDue();
  }

  /** Asks it for a newer token. */
  askToken(expires: number): void {
    this.port.send({ kind: 'expiring', session: this.session, expires });
  }

  /** A sign of life, at once. */
  greet(): void {
    this.send();
  }

  /** The last that it is told, whether it has taken the rest or not. */
  end(status: ConnectionStatus): void {
    this.status = status;
    this.send();
  }

  took(): void {
    this.unanswered = undefined;
    this.flush(this.position);
  }

  setHidden(hidden: boolean): void {
    this.hidden = hidden;
    if (hidden) return;
    this.stopRest();
    this.flush(this.position);
  }

  /**
   * Once a round of the hub's: a sign of life where there was nothing else. False when the tab has not answered for too
   * long.
   */
  isThere(): boolean {
    if (this.unanswered !== undefined) return ++this.unanswered <= mostUnanswered;
    if (!this.sentThisRound) this.send();
    this.sentThisRound = false;
    return true;
  }

  close(): void {
    this.stopRest();
    this.items = [];
  }

  private isNew(position: string | undefined): boolean {
    if (this.has === undefined || position === undefined) return true;
    if (!isNews(position, this.has)) return false;
    this.has = undefined;
    return true;
  }

  private sendIfDue(): void {
    if (this.unanswered !== undefined || this.rest !== undefined) return;
    this.send();
    if (!this.hidden) return;
    this.rest = setTimeout(() => {
      this.rest = undefined;
      this.flush(this.position);
    }, hiddenPace);
  }

  private send(): void {
    const { session, items, status, position } = this;
    this.items = [];
    this.status = undefined;
    this.unanswered = 0;
    this.sentThisRound = true;
    this.port.send({ kind: 'news', session, items, status, position, ...(this.isHeld && { held: true }) });
  }

  private stopRest(): void {
    clearTimeout(this.rest);
    this.rest = undefined;
  }
}
