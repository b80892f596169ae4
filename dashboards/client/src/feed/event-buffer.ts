import type { LiveEvent } from '../api.ts';
import type { FeedGap } from '../types.ts';
import type { OpenFeed } from './feed-link.ts';

/** Bytes that wait, unless told. */
const usualBuffer = 1 << 20;
/** What an event costs besides its texts, about. */
const overhead = 100;

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

  private readonly maxBytes: number;

  /** `leave`: its reader has gone. */
  constructor(
    private readonly feed: Pick<OpenFeed, 'options' | 'tell'>,
    private readonly leave: () => void,
  ) {
    this.maxBytes = feed.options.bufferBytes ?? usualBuffer;
  }

  add(item: LiveEvent): void {
    if (this.over !== undefined) return;
    const reader = this.readers.shift();
    if (reader !== undefined) {
      this.taken = item.position ?? this.taken;
      reader.resolve({ done: false, value: item });
      return;
    }
    const size = overhead + item.topic.length + 2 * (JSON.stringify(item.data) ?? '').length;
    if (this.bytes + size > this.maxBytes && this.items.length > 0) this.drop();
    if (this.dropped?.before === '' && item.position !== undefined) this.dropped.before = item.position;
    this.items.push({ item, size });
    this.bytes += size;
  }

  /** The service's gap stands in its place among the events. */
  addGap(gap: FeedGap): void {
    this.add(gapEvent(gap));
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
    this.leave();
    this.items = [];
    this.dropped = undefined;
    this.end();
    return { done: true, value: undefined };
  }

  private drop(): void {
    if (this.dropped === undefined) this.feed.tell('gap', 'events are missing: they were not read in time');
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
