import { type FeedEvent, type FeedGap, goesBack } from '@livefeed/client/engine';

export type HeldItem = { readonly event: FeedEvent } | { readonly gap: FeedGap };

/**
 * Max events and characters that are held while history is read, so that a slow answer does not fill the memory. The log has
 * them all.
 */
export const maxBuffered = { events: 10_000, characters: 8_000_000 };

/** The guessed size of an event without its source text, in characters. */
const usualSize = 200;

/**
 * Events of the stream that came while history was read. Past the limit it drops all of them, and the stream is opened
 * again.
 */
export class StreamBuffer {
  private items: HeldItem[] = [];
  private characters = 0;
  /** Dropped events without a position: no log has them. */
  private gone = 0;
  private overflowed = false;

  get isWhole(): boolean {
    return !this.overflowed;
  }

  /** How many events were dropped that the stream does not bring again. */
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

  /** The stream begins again. What it brings again is dropped. It may begin after the place where the log went back. */
  restart(): void {
    this.items = this.items.filter((item) => ('gap' in item ? goesBack(item.gap) : item.event.position === undefined));
    this.characters = 0;
    this.overflowed = false;
  }

  /** Returns the held items in order, and forgets them. */
  take(): readonly HeldItem[] {
    const { items } = this;
    this.items = [];
    return items;
  }

  private unplaced(): HeldItem[] {
    return this.items.filter((item) => 'event' in item && item.event.position === undefined);
  }
}
