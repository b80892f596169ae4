import type { FeedSource } from '../feed-source.ts';
import { TopicPattern, withoutCovered } from '../topic-pattern.ts';
import type { ConnectionStatus, FeedEvent } from '../types.ts';
import type { HubTab } from './hub-tab.ts';
import { comparePositions, laterPosition } from './position.ts';
import { RecentEvents } from './recent-events.ts';

/** Topics of one stream: the service's own limit unless it was changed (`LiveFeed:Limits:TopicsPerClient`). */
export const mostTopics = 100;
/** Topics nobody wants any more are left out after this time: a page that is replaced by another mostly wants the same. */
const linger = 2_000;
/** Topics whose tabs are remembered; beyond that all are asked again. */
const mostRoutes = 10_000;

export type MakeSource = (topics: readonly string[], after: string | undefined) => FeedSource;

export interface SharedStreamOutputs {
  readonly make: MakeSource;
  /** These were refused together with others: they need another stream. */
  onSplit(tabs: readonly HubTab[]): void;
  /** These are told that they are closed, and no longer belong here. */
  onClosed(tabs: readonly HubTab[]): void;
  onOverfull(tab: HubTab): void;
  onEmpty(stream: SharedStream): void;
}

/**
 * One stream of several tabs. It follows what any of them wants; each has a position of its own for as long as the stream is
 * behind it, so the stream may be opened again from the oldest of them.
 */
export class SharedStream {
  private readonly tabs = new Set<HubTab>();
  /** Those whose topics the service has not yet accepted. */
  private readonly unproven = new Set<HubTab>();
  private readonly routes = new Map<string, readonly HubTab[]>();
  private readonly recent = new RecentEvents();
  private followed: readonly TopicPattern[] = [];
  private source: FeedSource | undefined;
  private unlisten: (() => void) | undefined;
  private wasLive = false;
  private narrowing: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly out: SharedStreamOutputs) {}

  /** Whether one stream can carry this tab too. */
  canTake({ topics, has }: HubTab): boolean {
    const here = this.source?.position;
    if (has !== undefined && here !== undefined && comparePositions(has, here) === undefined) return false;
    return withoutCovered([...this.wanted(), ...topics]).length <= mostTopics;
  }

  add(tab: HubTab): void {
    const follows =
      this.source !== undefined &&
      this.source.status.state !== 'closed' &&
      tab.topics.every((text) => this.covers(new TopicPattern(text)));
    const isServed = follows && this.recall(tab);
    this.tabs.add(tab);
    this.routes.clear();
    if (!follows) this.unproven.add(tab);
    if (!isServed) this.open(tab);
    if (this.source !== undefined) tab.tell(this.source.status);
    tab.flush(this.source?.position);
  }

  remove(tab: HubTab): void {
    this.tabs.delete(tab);
    this.unproven.delete(tab);
    this.routes.clear();
    clearTimeout(this.narrowing);
    this.narrowing = setTimeout(() => this.narrow(), linger);
  }

  retryNow(): void {
    this.source?.retryNow();
  }

  close(): void {
    clearTimeout(this.narrowing);
    this.unlisten?.();
    this.source?.close();
    this.source = undefined;
  }

  /** Gives a tab what it lacks, where that is known here. */
  private recall(tab: HubTab): boolean {
    const here = this.source?.position;
    if (tab.has === undefined) return true;
    if (here !== undefined && (comparePositions(tab.has, here) ?? -1) >= 0) return true;
    const missed = this.recent.after(tab.has);
    if (missed === undefined) return false;
    for (const event of missed) if (tab.wants(event.topic)) tab.offer(event);
    tab.has = undefined;
    return true;
  }

  /** Opens the stream again for what is wanted now. All but a tab that joins have what the stream has brought. */
  private open(joining?: HubTab): void {
    const here = this.source?.position;
    for (const tab of this.tabs) if (tab !== joining || tab.has === undefined) tab.has = laterPosition(tab.has, here);
    const after = [...this.tabs].map(({ has }) => has).reduce(earlier, undefined);
    const topics = withoutCovered(this.wanted());
    this.followed = topics.map((text) => new TopicPattern(text));
    this.unlisten?.();
    this.source?.close();
    this.wasLive = false;
    this.recent.begin(after);
    const source = this.out.make(topics, after);
    this.source = source;
    this.unlisten = source.listen({
      status: (status) => this.onStatus(status),
      gap: (gap) => {
        // Positions before and after it may be of different logs.
        this.recent.begin(undefined);
        for (const tab of this.tabs) tab.offerGap(gap);
        this.flush();
      },
      events: (events) => this.onEvents(events),
    });
    source.start();
  }

  private onStatus(status: ConnectionStatus): void {
    if (status.state === 'closed') return this.onEnd(status);
    this.wasLive = status.state === 'live';
    if (this.wasLive) {
      this.unproven.clear();
      this.recent.resume(this.source?.position);
    }
    for (const tab of this.tabs) tab.tell(status);
    this.flush();
  }

  private onEvents(events: readonly FeedEvent[]): void {
    for (const event of events) {
      this.recent.keep(event);
      for (const tab of this.routeOf(event.topic)) tab.offer(event);
    }
    this.flush();
  }

  /** A stream that was live was ended for all. One that was refused is opened again without those who are to blame. */
  private onEnd(status: ConnectionStatus): void {
    const all = [...this.tabs];
    if (this.wasLive || all.length < 2) {
      for (const tab of all) tab.end(status);
      this.out.onClosed(all);
      return;
    }
    const parted = this.blamed(all, status.refusal?.forbidden ?? []);
    const here = this.source?.position;
    for (const tab of parted) {
      tab.has = laterPosition(tab.has, here);
      this.tabs.delete(tab);
    }
    this.unproven.clear();
    this.routes.clear();
    this.open();
    this.out.onSplit(parted);
  }

  /** Those with topics that the service named; where it named none, those that it has not accepted yet, else half of all. */
  private blamed(all: readonly HubTab[], forbidden: readonly string[]): readonly HubTab[] {
    const isSome = (tabs: readonly HubTab[]) => tabs.length > 0 && tabs.length < all.length;
    const named = all.filter(({ topics }) => topics.some((topic) => forbidden.includes(topic)));
    if (isSome(named)) return named;
    return isSome([...this.unproven]) ? [...this.unproven] : all.slice(Math.ceil(all.length / 2));
  }

  private flush(): void {
    const position = this.source?.position;
    for (const tab of [...this.tabs]) {
      tab.flush(position);
      if (tab.isOverfull) this.out.onOverfull(tab);
    }
  }

  private narrow(): void {
    if (this.tabs.size === 0) return this.out.onEmpty(this);
    const topics = withoutCovered(this.wanted());
    const isSame =
      topics.length === this.followed.length &&
      topics.every((text) => this.followed.some((pattern) => pattern.text === text));
    if (!isSame) this.open();
  }

  private wanted(): string[] {
    return [...this.tabs].flatMap(({ topics }) => topics);
  }

  private covers(pattern: TopicPattern): boolean {
    return this.followed.some((followed) => followed.covers(pattern));
  }

  private routeOf(topic: string): readonly HubTab[] {
    let route = this.routes.get(topic);
    if (route === undefined) {
      if (this.routes.size >= mostRoutes) this.routes.clear();
      route = [...this.tabs].filter((tab) => tab.wants(topic));
      this.routes.set(topic, route);
    }
    return route;
  }
}

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return (comparePositions(a, b) ?? 1) > 0 ? b : a;
}
