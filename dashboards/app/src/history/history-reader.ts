import { type ConnectionStatus, type FeedGap, Refusal, Unreachable } from '@livefeed/client/engine';
import type { Backfill } from '../feed/backfill.ts';
import type { FeedClock } from '../feed/feed-clock.ts';
import { open, type QueryContext } from './history-query.ts';
import { type PlannedQuery, planQueries } from './plan-queries.ts';
import { Delays, retryAfter } from './retry.ts';

export interface HistoryReaderParts {
  readonly clock: FeedClock;
  onGap(gap: FeedGap): void;
  /** History cannot be read now; it is tried again. */
  onTrouble(status: ConnectionStatus): void;
}

/** Answers of a service that is busy. */
const busy = new Set([429, 503]);

/** Reads the history of new tiles, one query after the other. Each is repeated until it is answered. */
export class HistoryReader {
  private readonly delays = new Delays();
  private readonly toldGaps = new Set<string>();

  constructor(private readonly parts: HistoryReaderParts) {}

  /** Returns when the history was read, was refused, or is not wanted any more. */
  async read(backfill: Backfill, window: number, delay: number): Promise<void> {
    const { signal, subscriptions } = backfill;
    if (delay > 0) await this.delays.for(delay, signal);
    const context: QueryContext = { clock: this.parts.clock, window, signal, onGap: (gap) => this.tellGap(gap) };
    for (const planned of planQueries(open(subscriptions))) if (!(await this.ask(planned, context))) return;
  }

  retryNow(): void {
    this.delays.wake();
  }

  /** Returns false when the other queries are not needed. */
  private async ask({ subscriptions, make }: PlannedQuery, context: QueryContext): Promise<boolean> {
    const wanted = open(subscriptions).filter(({ isRefused }) => !isRefused);
    if (wanted.length === 0) return true;
    const query = make(wanted);
    for (let attempt = 0; !context.signal.aborted; attempt++) {
      try {
        await query.read(context);
        return true;
      } catch (error) {
        if (context.signal.aborted) return false;
        if (error instanceof Refusal && error.isFinal)
          return this.onRefused({ subscriptions: wanted, make }, error, context);
        if (error instanceof Refusal || error instanceof Unreachable) await this.wait(error, attempt, context.signal);
        else {
          // A fault of the page, not of the service. These tiles show it, and the others go on.
          for (const subscription of wanted) subscription.fault(error);
          return true;
        }
      }
    }
    return false;
  }

  /** One of several tiles may be forbidden, so each asks for itself. */
  private async onRefused(
    { subscriptions, make }: PlannedQuery,
    { message }: Refusal,
    context: QueryContext,
  ): Promise<boolean> {
    if (subscriptions.length === 1) {
      subscriptions[0]?.refuse(message);
      return true;
    }
    for (const subscription of subscriptions)
      if (!(await this.ask({ subscriptions: [subscription], make }, context))) return false;
    return true;
  }

  private async wait(error: Error, attempt: number, signal: AbortSignal): Promise<void> {
    const { delay, reason } = retryAfter(error, attempt);
    const refusal = error instanceof Refusal ? error.details : undefined;
    const isBusy = refusal !== undefined && busy.has(refusal.status);
    const status: ConnectionStatus = {
      state: isBusy ? 'connecting' : 'reconnecting',
      reason: isBusy ? `reading history: ${reason}` : reason,
      ...(refusal === undefined ? {} : { refusal }),
    };
    this.parts.onTrouble({ ...status, retryAt: Date.now() + delay });
    await this.delays.for(delay, signal);
    if (!signal.aborted) this.parts.onTrouble(status);
  }

  /** Reports a gap once, however many tiles met it. */
  private tellGap(gap: FeedGap): void {
    const told = JSON.stringify([gap.after, gap.before, gap.reason]);
    if (this.toldGaps.has(told)) return;
    this.toldGaps.add(told);
    this.parts.onGap(gap);
  }
}
