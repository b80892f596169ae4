import type { FeedEvent, FeedGap } from '@livefeed/client';

export type HeldItem = { readonly event: FeedEvent } | { readonly gap: FeedGap };

/** What is held at most while history is read: a slow answer must not cost a page its memory. The log has all of it. */
export const maxBuffered = { events: 10_000, characters: 8_000_000 };

/** What an event takes that came without its text, as a guess. */
const usualSize = 200;

/** What came by the stream while history is read. Past the most it lets go of all: then the stream has to be opened again. */
export class StreamBuffer {
  private items: HeldItem[] = [];
  private characters = 0;
  /** Events without a position that were let go: no log has them. */
  private gone = 0;
  private overflowed = false;

  get isWhole(): boolean {
    return !this.overflowed;
  }

  /** How many events were let go that the stream will not bring again. */
  get lost(): number {
    return this.gone;
  }

  add(item: HeldItem): void {
    const isPlaced = 'gap' in item || item.event.position !== undefined;
    if (this.overflowed && isPlaced) return;
    this.items.push(item);
    if ('event' in item) this.characters += (item.event.source?.length ?? usualSize) + item.event.topic.length;
    if (this.items.length <= maxBuffered.events && this.characters <= maxBuffered.characters) return;
    this.gone += this.unplaced().length;
    this.overflowed = true;
    this.items = [];
    this.characters = 0;
  }

  /** The stream begins again: what it will bring once more is let go. */
  restart(): void {
    this.items = this.unplaced();
    this.characters = 0;
    this.overflowed = false;
  }

  /** In the order in which it came; nothing is held any more. */
  take(): readonly HeldItem[] {
    const { items } = this;
    this.items = [];
    return items;
  }

  private unplaced(): HeldItem[] {
    return this.items.filter((item) => 'event' in item && item.event.position === undefined);
  }
}
