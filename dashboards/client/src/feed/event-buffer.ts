import type { LiveEvent } from '../api.ts';
import type { FeedEvent, FeedGap } from '../types.ts';

/** What an event costs besides its texts, about. */
const overhead = 100;

export interface EventBufferOptions {
  readonly maxBytes: number;
  /** Events were dropped that the reader did not take in time. */
  readonly onOverflow: () => void;
  readonly onReturn: () => void;
}

/**
 * Events for one `for await`. What its reader does not take waits, up to a number of bytes; beyond it all that waits is
 * dropped, and the reader gets an event `livefeed.gap` in its place.
 */
export class EventBuffer implements AsyncIterator<LiveEvent> {
  private items: { readonly item: LiveEvent; readonly size: number }[] = [];
  private bytes = 0;
  /** Where the reader is. */
  private taken: string | undefined;
  private dropped: { readonly after: string; before: string } | undefined;
  private readers: { resolve(result: IteratorResult<LiveEvent>): void; reject(error: unknown): void }[] = [];
  private over: { readonly error?: Error } | undefined;

  constructor(private readonly options: EventBufferOptions) {}

  add(event: FeedEvent): void {
    const { isBackfill: _, source, ...live } = event;
    const size = overhead + live.topic.length + 2 * (source ?? JSON.stringify(live.data) ?? '').length;
    this.put(live, size, live.position);
  }

  /** The service's gap stands in its place among the events. */
  addGap(gap: FeedGap): void {
    this.put(gapEvent(gap), overhead, undefined);
  }

  /** No more comes. With an error, the reader gets it after what waits. */
  end(error?: Error): void {
    this.over ??= error === undefined ? {} : { error };
    for (const reader of this.readers.splice(0)) this.finish(reader);
  }

  next(): Promise<IteratorResult<LiveEvent>> {
    return new Promise((resolve, reject) => {
      const item = this.take();
      if (item !== undefined) resolve({ done: false, value: item });
      else if (this.over === undefined) this.readers.push({ resolve, reject });
      else this.finish({ resolve, reject });
    });
  }

  async return(): Promise<IteratorResult<LiveEvent>> {
    this.options.onReturn();
    this.items = [];
    this.dropped = undefined;
    this.end();
    return { done: true, value: undefined };
  }

  private put(item: LiveEvent, size: number, position: string | undefined): void {
    if (this.over !== undefined) return;
    const reader = this.readers.shift();
    if (reader !== undefined) {
      this.taken = position ?? this.taken;
      reader.resolve({ done: false, value: item });
      return;
    }
    if (this.bytes + size > this.options.maxBytes && this.items.length > 0) this.drop();
    if (this.dropped?.before === '' && position !== undefined) this.dropped.before = position;
    this.items.push({ item, size });
    this.bytes += size;
  }

  private drop(): void {
    if (this.dropped === undefined) this.options.onOverflow();
    this.dropped = { after: this.dropped?.after ?? this.taken ?? '', before: '' };
    this.items = [];
    this.bytes = 0;
  }

  private take(): LiveEvent | undefined {
    if (this.dropped !== undefined && this.items.length > 0) {
      const gap = { ...this.dropped, reason: 'overflow' };
      this.dropped = undefined;
      return gapEvent(gap);
    }
    const first = this.items.shift();
    if (first === undefined) return undefined;
    this.bytes -= first.size;
    this.taken = first.item.position ?? this.taken;
    return first.item;
  }

  private finish({ resolve, reject }: (typeof this.readers)[number]): void {
    const error = this.over?.error;
    // It is told once.
    this.over = {};
    if (error === undefined) resolve({ done: true, value: undefined });
    else reject(error);
  }
}

const gapEvent = (gap: FeedGap): LiveEvent => ({ topic: '', event: 'livefeed.gap', time: Date.now(), data: gap });
