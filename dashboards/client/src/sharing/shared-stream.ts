import { fitsRequest } from '../topics/portions.ts';
import type { ConnectionStatus, FeedEvent, FeedGap } from '../types.ts';
import { blamedTabs } from './blamed-tabs.ts';
import type { ChangeableSource } from './changeable-source.ts';
import { ExpiringToken } from './expiring-token.ts';
import type { HubTab } from './hub-tab.ts';
import { comparePositions, laterPosition } from './position.ts';
import { recall } from './recall.ts';
import { RecentEvents } from './recent-events.ts';
import { lacksSome, type SentChange } from './sent-change.ts';
import { StreamTabs } from './stream-tabs.ts';
import { TopicChanges } from './topic-changes.ts';

/** Topics nobody wants any more are left out after this time: a page that is replaced by another mostly wants the same. */
const linger = 2_000;

export type MakeSource = (topics: readonly string[], after: string | undefined) => ChangeableSource;

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
 * One stream of several tabs. It follows what any of them wants. A tab that wants more has it added to the open stream: it
 * is given nothing until the marker says that the addition is complete, and then all at once, in order. So it has one
 * position, as every tab has for as long as the stream is behind it, and the stream may be opened again from the oldest.
 */
export class SharedStream {
  readonly token = new ExpiringToken(() => this.#source);
  readonly #tabs = new StreamTabs();
  /** Those whose topics the service has not yet accepted. */
  readonly #unproven = new Set<HubTab>();
  readonly #recent = new RecentEvents();
  readonly #changes = new TopicChanges({
    source: () => this.#source,
    tabs: () => this.#tabs.all,
    onComplete: (change) => this.#onComplete(change),
    onForbidden: (topics) => this.#onForbidden(topics),
    onFailed: () => this.#open(),
  });
  #source: ChangeableSource | undefined;
  #unlisten: (() => void) | undefined;
  #wasLive = false;
  #narrowing: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly out: SharedStreamOutputs) {}

  get isStalled(): boolean {
    return this.#source?.isStalled === true;
  }

  /** Whether one stream can carry this tab too. */
  canTake({ topics, has }: HubTab): boolean {
    const here = this.#source?.position;
    if (has !== undefined && here !== undefined && comparePositions(has, here) === undefined) return false;
    return fitsRequest(this.#tabs.topicsWith(topics));
  }

  add(tab: HubTab): void {
    const state = this.#source?.status.state ?? 'closed';
    const follows = state !== 'closed' && this.#changes.covers(tab.topics);
    this.#tabs.add(tab);
    if (!follows) this.#unproven.add(tab);
    if (follows ? !recall(tab, this.#recent, this.#source?.position) : state !== 'live' || !this.#hold(tab)) this.#open(tab);
    if (tab.isHeld) tab.greet();
    else this.#serve(tab);
  }

  #serve(tab: HubTab): void {
    if (this.#source !== undefined) tab.tell(this.#source.status);
    tab.flush(this.#source?.position);
  }

  remove(tab: HubTab): void {
    this.#tabs.delete(tab);
    this.#unproven.delete(tab);
    clearTimeout(this.#narrowing);
    this.#narrowing = setTimeout(() => this.#narrow(), linger);
  }

  retryNow(isNewNetwork?: boolean): void {
    this.#source?.retryNow(isNewNetwork);
  }

  close(): void {
    clearTimeout(this.#narrowing);
    this.#changes.cancel();
    this.#unlisten?.();
    this.#source?.close();
    this.#source = undefined;
  }

  /** Keeps everything back from a tab until its topics are added. False when some of what it lacks is not known here. */
  #hold(tab: HubTab): boolean {
    tab.hold();
    tab.has ??= this.#source?.position;
    if (this.#changes.overlaps(tab.topics) && !recall(tab, this.#recent, this.#source?.position)) return false;
    this.#changes.request();
    return true;
  }

  /** Opens the stream again for what is wanted now. */
  #open(joining?: HubTab): void {
    for (const tab of this.#tabs.held) this.#unproven.add(tab);
    this.#tabs.rewind(this.#source?.position, joining);
    const { topics, position: after } = this.#tabs;
    this.#wasLive = false;
    this.#changes.begin(topics);
    this.#recent.begin(after);
    // A stream that waits for its next attempt keeps its backoff, unless a tab joins.
    if (joining === undefined && this.#source?.status.retryAt !== undefined) this.#source.aim(topics, after);
    else this.#listen(this.out.make(topics, after));
  }

  #listen(source: ChangeableSource): void {
    this.#unlisten?.();
    this.#source?.close();
    this.#source = source;
    this.#unlisten = source.listen({
      status: (status) => (status.state === 'closed' ? this.#onEnd(status) : this.#onStatus(status)),
      gap: (gap) => this.#onGap(gap),
      events: (events) => this.#onEvents(events),
      subscribed: (topics) => this.#changes.subscribed(topics),
      expiring: (expires) => this.token.ask(this.#tabs.all, expires),
    });
    source.start();
  }

  #onStatus(status: ConnectionStatus): void {
    this.#wasLive = status.state === 'live';
    if (this.#wasLive) {
      this.#unproven.clear();
      this.#recent.resume(this.#source?.position);
    }
    for (const tab of this.#tabs.all) if (!this.#wasLive || !tab.isHeld) tab.tell(status);
    // What was not complete when the stream ended is asked for by the next one.
    if (status.retryAt !== undefined && (this.#tabs.held.length > 0 || this.#changes.isPending)) this.#open();
    this.#flush();
  }

  #onGap(gap: FeedGap): void {
    // It may be of those topics only that are added: a new stream tells everyone's own.
    if (this.#tabs.held.length > 0) return this.#open();
    // Positions before and after it may be of different logs.
    this.#recent.begin(undefined);
    for (const tab of this.#tabs.all) tab.offerGap(gap);
    this.#flush();
  }

  #onComplete(change: SentChange): void {
    const here = this.#source?.position;
    for (const { after = here } of change.news) this.#recent.raise(after);
    const { held } = this.#tabs;
    if (held.some((tab) => !change.tabs.has(tab) && lacksSome(tab, change, here))) return this.#open();
    for (const tab of held) {
      if (!this.#changes.covers(tab.topics)) continue;
      this.#unproven.delete(tab);
      tab.release();
      this.#serve(tab);
    }
  }

  /** Only those that ask for these need another stream. */
  #onForbidden(topics: readonly string[]): boolean {
    const parted = this.#tabs.held.filter((tab) => tab.topics.some((topic) => topics.includes(topic)));
    if (parted.length === 0 || parted.length === this.#tabs.count) return false;
    this.#part(parted);
    this.out.onSplit(parted);
    return true;
  }

  #onEvents(events: readonly FeedEvent[]): void {
    for (const event of events) {
      this.#recent.keep(event);
      this.#tabs.offer(event);
    }
    this.#flush();
  }

  /** A stream that was live was ended for all. One that was refused is opened again without what, or who, is to blame. */
  #onEnd(status: ConnectionStatus): void {
    const { all } = this.#tabs;
    if (status.refusal?.status === 414 && this.#changes.followed.length > this.#tabs.topics.length) return this.#open();
    if (this.#wasLive || all.length < 2) {
      for (const tab of all) tab.end(status);
      this.out.onClosed(all);
      return;
    }
    const parted = blamedTabs(all, [...this.#unproven], status.refusal?.forbidden ?? []);
    this.#part(parted);
    this.#unproven.clear();
    this.#open();
    this.out.onSplit(parted);
  }

  /** These need another stream, which goes on from where they are. */
  #part(tabs: readonly HubTab[]): void {
    for (const tab of tabs) {
      if (!tab.isHeld) tab.has = laterPosition(tab.has, this.#source?.position);
      tab.drop();
      this.#tabs.delete(tab);
      this.#unproven.delete(tab);
    }
  }

  #flush(): void {
    if (this.#tabs.held.some(({ isFull }) => isFull)) this.#open();
    for (const tab of this.#tabs.all) {
      tab.flush(this.#source?.position);
      if (tab.isOverfull) this.out.onOverfull(tab);
    }
  }

  #narrow(): void {
    if (this.#tabs.count === 0) this.out.onEmpty(this);
    else this.#changes.narrow();
  }
}
