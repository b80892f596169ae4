import type { BatchOptions, Problem, PublishEvent, Receipt } from '../api.ts';
import { isWithin } from '../connection/within.ts';
import type { Link, Publisher } from '../link.ts';
import { retryDelay } from '../retry-delay.ts';
import { Unreachable } from '../unreachable.ts';
import { Wait } from '../wait.ts';
import { tryBatch } from './batch-outcome.ts';
import { type QueuedEvent, queueEvent } from './queued-event.ts';
import { receiptOf } from './receipt.ts';
import { maxKeptAlive, postBatch } from './send-batch.ts';
import { whenConnected } from './when-connected.ts';

/** Bytes of events that wait or are under way: an hour of chat, and less than what a phone has to spare. */
const maxBytes = 4 << 20;
/** Bytes of one batch, so that a slow line has an answer in time. A larger event goes alone. */
const maxBatchBytes = 256 << 10;
/** What is ephemeral is for those who are there now. Later than this it would say something that is no longer so. */
const maxEphemeralAge = 5_000;
/** Events of the last request of a page; the service takes 1,000 unless told. */
const maxLast = 500;
/** The first wait after an answer that was lost. */
const firstRetry = 500;

/**
 * Published events on their way to the service: in order, one batch at a time. Each has an id before it is sent first, so
 * that a batch whose answer was lost is sent again, and nothing is stored twice. A batch that is refused is halved until the
 * event is found that the service refuses; the others go on. It is bounded in bytes: an event for which there is no room is
 * refused at once.
 */
export class PublishQueue implements Publisher {
  private waiting: QueuedEvent[] = [];
  private underWay: readonly QueuedEvent[] = [];
  private isRunning = false;
  /** What waits now does not wait for its batch to fill. */
  private isHurried = false;
  /** For a batch to fill. */
  private readonly gathering = new Wait();
  /** After a failure; what is published meanwhile does not end it. */
  private readonly retrying = new Wait();
  /** Of all that waits or is under way. */
  private bytes = 0;

  constructor(
    private readonly link: Link,
    public batch: BatchOptions = {},
    private readonly random: () => number = Math.random,
  ) {
    link.closed.addEventListener('abort', () => this.refuseAll());
    globalThis.addEventListener?.('pagehide', () => this.leave(), { signal: link.closed });
  }

  publish(event: PublishEvent): Promise<Receipt> {
    let queued: QueuedEvent;
    try {
      queued = queueEvent(event);
    } catch (error) {
      return Promise.reject(error);
    }
    if (this.bytes + queued.bytes > maxBytes) this.forgetStale();
    if (this.link.closed.aborted) queued.reject(new Unreachable('the feed is closed'));
    else if (this.bytes + queued.bytes <= maxBytes) this.add(queued);
    else {
      const full = new Error(`no room for an event of ${queued.bytes} bytes: ${maxBytes} may wait, ${this.bytes} do`);
      queued.reject(full);
      this.tell('dropped', full);
    }
    return queued.promise;
  }

  async flush(): Promise<void> {
    this.hurry();
    await Promise.allSettled([...this.underWay, ...this.waiting].map(({ promise }) => promise));
  }

  private add(queued: QueuedEvent): void {
    this.bytes += queued.bytes;
    this.waiting.push(queued);
    if (queued.isEphemeral) this.forgetInTime(queued);
    if (this.isFull) this.gathering.wake();
    if (!this.isRunning) void this.run();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.waiting.length > 0) {
      await this.gather();
      // More may come while there is no connection.
      if (!(await whenConnected(this.link))) break;
      this.underWay = this.take();
      await this.deliver(this.underWay);
      this.underWay = [];
    }
    this.isHurried = false;
    this.isRunning = false;
  }

  /** Until the batch is full, or its first event has waited long enough. */
  private async gather(): Promise<void> {
    const { wait = 100 } = this.batch;
    // Max the whole wait: the clock may have been set back.
    const left = Math.min(wait, (this.waiting[0]?.publishedAt ?? 0) + wait - Date.now());
    if (left > 0 && !this.isHurried && !this.isFull) await this.gathering.for(left, this.link.closed);
  }

  private get isFull(): boolean {
    return this.waiting.length >= (this.batch.events ?? 10);
  }

  private take(): QueuedEvent[] {
    this.forgetStale();
    const first = this.waiting.slice(0, Math.max(1, this.batch.events ?? 10));
    return this.waiting.splice(0, Math.max(1, countWithin(maxBatchBytes, first)));
  }

  /** Until each of these events is stored or refused, or the feed is closed. */
  private async deliver(events: readonly QueuedEvent[]): Promise<void> {
    let batch = events;
    let byPost = false;
    for (let attempt = 0; batch.length > 0 && (await whenConnected(this.link)); attempt++) {
      const outcome = await tryBatch(this.link, batch, byPost);
      if (outcome.kind === 'taken') {
        for (const queued of batch) this.accept(queued, receiptOf(queued, outcome.answer));
        return;
      }
      if (outcome.kind === 'refused') return this.onRefused(batch, outcome.refusal, outcome.isOfAll);
      // Where a socket answers nothing twice, a request may be answered.
      byPost = outcome.isUnknown && attempt % 2 === 1;
      if (outcome.isUnknown) batch = this.withoutEphemeral(batch);
      if (batch.length > 0) await this.pause(attempt, outcome.retryAfter);
    }
  }

  private async onRefused(batch: readonly QueuedEvent[], refusal: Error, isOfAll: boolean): Promise<void> {
    if (isOfAll || batch.length === 1) {
      for (const queued of batch) this.drop(queued, refusal);
      return this.tell('refused', refusal);
    }
    const half = batch.length >> 1;
    await this.deliver(batch.slice(0, half));
    await this.deliver(batch.slice(half));
  }

  /** Before another attempt; a new connection ends it early, unless the service named the time. */
  private async pause(attempt: number, retryAfter: number | undefined): Promise<void> {
    const delay = retryDelay({ attempt, hint: firstRetry, random: this.random() });
    const stop = this.link.onStatus(({ state }) => {
      if (state === 'connected' && retryAfter === undefined) this.retrying.wake();
    });
    await this.retrying.for(Math.max(delay, retryAfter ?? 0), this.link.closed);
    stop();
  }

  /** Nobody knows an ephemeral event by its id: sent again it might be there twice. */
  private withoutEphemeral(batch: readonly QueuedEvent[]): readonly QueuedEvent[] {
    for (const queued of batch) if (queued.isEphemeral) this.drop(queued, new Unreachable('sent, but nothing answered'));
    return batch.filter(({ isEphemeral }) => !isEphemeral);
  }

  /** Without a connection nobody takes it, and nobody else looks how old it is. */
  private forgetInTime(ephemeral: QueuedEvent): void {
    const timer = setTimeout(() => this.forget((queued) => queued === ephemeral), maxEphemeralAge);
    const stop = () => clearTimeout(timer);
    ephemeral.promise.then(stop, stop);
  }

  /** A timer may come late, where the machine slept or the page was hidden. */
  private forgetStale(): void {
    this.forget(({ isEphemeral, publishedAt }) => isEphemeral && !isWithin(maxEphemeralAge, publishedAt));
  }

  private forget(isStale: (queued: QueuedEvent) => boolean): void {
    for (const queued of this.waiting.filter(isStale)) this.drop(queued, new Unreachable('there was no connection'));
    this.waiting = this.waiting.filter((queued) => !isStale(queued));
  }

  private hurry(): void {
    this.isHurried = this.waiting.length > 0;
    if (this.isHurried) this.gathering.wake();
  }

  /**
   * The page goes, perhaps for good, and its connection with it: what has no answer is posted in a way that outlives it. It
   * stays here, too: a page that comes back sends it again, and it is stored once.
   */
  private leave(): void {
    this.forgetStale();
    const open = [...this.underWay.filter(({ isEphemeral }) => !isEphemeral), ...this.waiting];
    const batch = open.slice(0, Math.min(maxLast, countWithin(maxKeptAlive, open)));
    if (batch.length === 0) return;
    postBatch(this.link, batch, true).catch(() => {});
    this.withoutEphemeral(batch);
    this.waiting = this.waiting.filter((queued) => !(queued.isEphemeral && batch.includes(queued)));
  }

  private accept(queued: QueuedEvent, receipt: Receipt): void {
    this.bytes -= queued.bytes;
    queued.resolve(receipt);
  }

  private drop(queued: QueuedEvent, error: Error): void {
    this.bytes -= queued.bytes;
    queued.reject(error);
  }

  private refuseAll(): void {
    for (const queued of [...this.underWay, ...this.waiting]) this.drop(queued, new Unreachable('the feed is closed'));
    this.waiting = [];
  }

  private tell(kind: Problem['kind'], error: Error): void {
    this.link.report?.({ kind, text: `an event was not published: ${error.message}` });
  }
}

/** How many of the first have no more than so many bytes together. */
function countWithin(maxBytes: number, events: readonly QueuedEvent[]): number {
  let [count, bytes] = [0, 0];
  for (const queued of events) {
    bytes += queued.bytes;
    if (bytes > maxBytes) break;
    count++;
  }
  return count;
}
