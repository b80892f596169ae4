import { type FeedEvent, type FeedGap, goesBack, isNews, laterPosition } from '@livefeed/client/engine';
import type { EventSelection } from '../history/event-selection.ts';
import type { HistoryKind } from '../history/history-kind.ts';
import { EventRouter, type EventSink, type ValueCounts } from './event-router.ts';

/** Max topics whose last events are remembered: a producer may invent topics without end. */
const maxTopics = 10_000;

/** Callbacks of a tile's subscription. */
export interface SubscriptionOutputs {
  onGap(gap: FeedGap): void;
  /** Its history begins, or ends, to be read. */
  onReading(isReading: boolean): void;
  /** The service does not let this reader have its topics. */
  onRefused(reason: string): void;
  /** The page's streams have no room for its topics, or have it now. */
  onLeftOut(isLeftOut: boolean): void;
  /** The tile's own code failed. */
  onFault(error: unknown): void;
}

/**
 * Brings a tile its events: first history, then the stream from where history ended, so that each event comes once. When
 * another tile replaces the tile, the subscription goes on for that one.
 */
export class TileSubscription implements EventSink {
  readonly router = new EventRouter();
  private state: 'new' | 'backfill' | 'live' | 'refused' | 'closed' = 'new';
  /** The tile has everything up to this position, and of a topic everything up to its last event. */
  private has: string | undefined;
  private readonly lastOf = new Map<string, string>();
  private filled: string | undefined;
  private isLeftOut = false;
  /** The position before the log went back. */
  private gone: string | undefined;

  private out: SubscriptionOutputs | undefined;

  constructor(
    /** What to read of history, and how. `kind` is undefined for a tile without events. */
    readonly config: EventSelection,
    readonly kind: HistoryKind | undefined,
  ) {}

  /** Reports to these outputs from now on. */
  tell(out: SubscriptionOutputs): void {
    this.out = out;
    out.onReading(this.state === 'backfill');
    out.onLeftOut(this.isLeftOut);
  }

  get isNew(): boolean {
    return this.state === 'new';
  }

  get isLive(): boolean {
    return this.state === 'live';
  }

  get isRefused(): boolean {
    return this.state === 'refused';
  }

  get isClosed(): boolean {
    return this.state === 'closed';
  }

  /** Where its history ends, and its stream has to begin. */
  get filledTo(): string | undefined {
    return this.filled;
  }

  wants(topic: string): boolean {
    return this.router.wants(topic);
  }

  /** Takes an event of the stream. While history is read the feed holds these events, and hands them over afterwards. */
  accept(event: FeedEvent): void {
    const { topic, position } = event;
    if (this.state !== 'live' || !isAhead(position, this.has) || !isAhead(position, this.lastOf.get(topic))) return;
    if (this.lastOf.size >= maxTopics) this.lastOf.clear();
    if (position !== undefined) this.lastOf.set(topic, position);
    this.hand(() => this.router.route(event, 'live'));
  }

  acceptGap(gap: FeedGap): void {
    if (this.state === 'live' && goesBack(gap)) this.begin(gap.after);
    if (this.state === 'live' && isAhead(gap.before, this.has)) this.out?.onGap(gap);
  }

  /** Takes an event of history. */
  deliver(event: FeedEvent): void {
    if (this.state !== 'closed') this.hand(() => this.router.route(event, 'history'));
  }

  deliverCounts(counts: ValueCounts): void {
    if (this.state !== 'closed') this.hand(() => this.router.acceptCounts(counts));
  }

  deliverGap(gap: FeedGap): void {
    if (this.state !== 'closed') this.out?.onGap(gap);
  }

  /** Its history begins to be read. */
  join(): void {
    this.state = 'backfill';
    this.out?.onReading(true);
  }

  /** Everything up to here was handed over. */
  fillTo(position: string | undefined): void {
    this.filled = position ?? this.filled;
  }

  /** History is over, whether there was any or not. */
  goLive(): void {
    if (this.state !== 'backfill') return;
    this.state = 'live';
    this.has = this.filled;
    this.out?.onReading(false);
  }

  /** The stream is opened again from an earlier position. The tile has everything up to this one. */
  skipTo(position: string): void {
    if (position !== this.gone) this.has = laterPosition(this.has, position);
  }

  /** The log goes on below this position. */
  private begin(gone: string): void {
    this.gone = gone;
    this.has = undefined;
    this.lastOf.clear();
    this.router.forgetPlaces();
  }

  /** While it is left out it stays new. */
  setLeftOut(isLeftOut: boolean): void {
    if (isLeftOut !== this.isLeftOut) this.out?.onLeftOut(isLeftOut);
    this.isLeftOut = isLeftOut;
  }

  refuse(reason: string): void {
    if (this.state === 'closed') return;
    this.state = 'refused';
    this.out?.onReading(false);
    this.out?.onRefused(reason);
  }

  fault(error: unknown): void {
    if (this.state !== 'closed') this.out?.onFault(error);
  }

  close(): void {
    this.state = 'closed';
  }

  /** A fault of one tile does not keep the event from the others. */
  private hand(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.out?.onFault(error);
    }
  }
}

const isAhead = (position: string | undefined, has: string | undefined) => position === undefined || isNews(position, has);
