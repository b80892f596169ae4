import { Refusal } from '../refusal.ts';
import { retryDelay } from '../retry-delay.ts';
import { fitsRequest } from '../topics/portions.ts';
import { TopicPattern, withoutCovered } from '../topics/topic-pattern.ts';
import type { ChangeableSource } from './changeable-source.ts';
import type { HubTab } from './hub-tab.ts';
import { earliestPosition } from './position.ts';
import type { SentChange } from './sent-change.ts';

/** Pages that change together are served by one request. */
const debounceTime = 50;
/** Until a request that was one too many is made again, when the service does not say. */
const usualRetry = 1_000;
/** Max wait after a failure: the stream that is opened then has a backoff of its own. */
const maxRetry = 30_000;

export interface TopicChangesOutputs {
  source(): ChangeableSource | undefined;
  tabs(): readonly HubTab[];
  /** The stream follows what was asked for. */
  onComplete(change: SentChange): void;
  /** The service refuses these, and so the whole request. False when no tab is to blame. */
  onForbidden(topics: readonly string[]): boolean;
  /** The open stream cannot be changed: another one has to be opened. */
  onFailed(): void;
}

/**
 * What an open stream follows, and the requests that change it: one at a time. A topic counts as followed when its marker
 * has come. A topic that nobody wants any more is left out after those that replace it have been added.
 */
export class TopicChanges {
  followed: readonly TopicPattern[] = [];
  private sent: SentChange | undefined;
  /** Until the next request, or until the stream is opened again; undefined when neither is due. */
  private timer: ReturnType<typeof setTimeout> | undefined;
  private narrows = false;
  /** What the service was asked to leave out, whether it has or not. It counts as not followed. */
  private leaving: readonly string[] = [];
  /** Requests without an answer, one after the other. */
  private failures = 0;

  constructor(private readonly out: TopicChangesOutputs) {}

  /** A stream begins that follows these. What was asked of the one before is void. */
  begin(topics: readonly string[]): void {
    this.cancel();
    this.narrows = false;
    this.leaving = [];
    this.followed = topics.map((text) => new TopicPattern(text));
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sent = undefined;
  }

  /** Something was asked for, or is going to be. */
  get isPending(): boolean {
    return this.sent !== undefined || this.timer !== undefined;
  }

  covers(topics: readonly string[]): boolean {
    return topics.every((text) => isCovered(text, this.followed));
  }

  /** Whether some of these may have come already, by what is followed or asked for. */
  overlaps(topics: readonly string[]): boolean {
    const asked = this.sent?.subscribe.map(({ topic }) => new TopicPattern(topic)) ?? [];
    return topics.some((text) => [...this.followed, ...asked].some((one) => one.overlaps(new TopicPattern(text))));
  }

  /** The tabs have changed. */
  request(): void {
    if (this.sent === undefined) this.timer ??= setTimeout(() => this.run(), debounceTime);
  }

  /** What nobody wants is left out from now on. */
  narrow(): void {
    this.narrows = true;
    this.request();
  }

  /** The marker of these topics has come. */
  subscribed(topics: readonly string[]): void {
    for (const topic of topics) this.sent?.missing.delete(topic);
    this.endIfComplete();
  }

  private run(): void {
    this.timer = undefined;
    const source = this.out.source();
    const sent = this.plan();
    if (sent === undefined) {
      this.narrows = false;
      return;
    }
    if (source?.status.state === 'live') this.send(source, sent);
    else this.out.onFailed();
  }

  private send(source: ChangeableSource, sent: SentChange): void {
    this.sent = sent;
    const { subscribe, unsubscribe } = sent;
    this.leaving = unsubscribe;
    this.followed = this.followed.filter(({ text }) => !unsubscribe.includes(text));
    source.change({ subscribe, unsubscribe }).then(
      () => this.accept(sent),
      (error: unknown) => this.sent === sent && this.fail(error),
    );
  }

  /** What is to be changed now; undefined when nothing is. */
  private plan(): SentChange | undefined {
    const tabs = this.out.tabs();
    const wanted = withoutCovered(tabs.flatMap(({ topics }) => topics));
    const isFollowed = (text: string) =>
      this.narrows ? this.followed.some((one) => one.text === text) : isCovered(text, this.followed);
    const fresh = wanted.filter((text) => !isFollowed(text));
    const freshPatterns = fresh.map((text) => new TopicPattern(text));
    // What is to be added is not left out meanwhile, whatever brings it now.
    const unneeded = this.followed.filter(
      (one) => !wanted.includes(one.text) && !freshPatterns.some((other) => other.overlaps(one)),
    );
    // The next connection names all that is followed then.
    const mustNarrow = this.narrows || !fitsRequest([...this.followed.map(({ text }) => text), ...fresh]);
    const replaced = mustNarrow ? unneeded.filter((one) => this.isReplaced(one, wanted)) : [];
    const unsubscribe = [...this.leaving, ...replaced.map(({ text }) => text)];
    if (fresh.length + unsubscribe.length === 0) return undefined;
    const held = tabs.filter(({ isHeld }) => isHeld);
    const subscribe = freshPatterns.map((pattern) => {
      const after = earliestPosition(held.filter(({ topics }) => isSomeCovered(topics, pattern)).map(({ has }) => has));
      return { topic: pattern.text, ...(after === undefined ? {} : { after }) };
    });
    const isNew = ({ topic }: { readonly topic: string }) => !isCovered(topic, this.followed);
    const details = { news: subscribe.filter(isNew), tabs: new Set(held), missing: new Set(fresh), isAccepted: false };
    return { subscribe, unsubscribe, ...details };
  }

  /** Whether all that is wanted of it is followed by others. */
  private isReplaced(pattern: TopicPattern, wanted: readonly string[]): boolean {
    const others = this.followed.filter((one) => one !== pattern && wanted.includes(one.text));
    return wanted.every((text) => !new TopicPattern(text).overlaps(pattern) || isCovered(text, others));
  }

  private accept(sent: SentChange): void {
    if (this.sent !== sent) return;
    this.failures = 0;
    sent.isAccepted = true;
    this.endIfComplete();
  }

  private endIfComplete(): void {
    const { sent } = this;
    if (sent === undefined || !sent.isAccepted || sent.missing.size > 0) return;
    this.sent = undefined;
    this.leaving = [];
    this.followed = [...this.followed, ...sent.subscribe.map(({ topic }) => new TopicPattern(topic))];
    this.out.source()?.aim(this.followed.map(({ text }) => text));
    this.out.onComplete(sent);
    this.request();
  }

  private fail(error: unknown): void {
    this.sent = undefined;
    const { status, retryAfter, details } = error instanceof Refusal ? error : {};
    if (status === 429) {
      this.timer = setTimeout(() => this.run(), retryAfter ?? usualRetry);
    } else if (status === undefined || status >= 500) {
      const delay = retryDelay({ attempt: this.failures++, random: Math.random() });
      this.timer = setTimeout(() => this.out.onFailed(), Math.min(maxRetry, Math.max(delay, retryAfter ?? 0)));
    } else if (status === 403 && this.out.onForbidden(details?.forbidden ?? [])) {
      this.request();
    } else {
      this.out.onFailed();
    }
  }
}

const isCovered = (text: string, patterns: readonly TopicPattern[]) => {
  const wanted = new TopicPattern(text);
  return patterns.some((pattern) => pattern.covers(wanted));
};

const isSomeCovered = (topics: readonly string[], pattern: TopicPattern) =>
  topics.some((text) => pattern.covers(new TopicPattern(text)));
