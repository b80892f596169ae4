import type { FeedEvent } from '../types.ts';
import { comparePositions, isNews, laterPosition } from './position.ts';

/** Events kept, and characters of their data: some seconds of a busy stream, and a few megabytes at most. */
const mostEvents = 4_096;
const mostCharacters = 4_000_000;

/** The last events of a stream, so that a tab that joins a moment behind it needs no stream anew. */
export class RecentEvents {
  /** Every event of the stream after this is kept; undefined when nothing is known. */
  private from: string | undefined;
  private events: FeedEvent[] = [];
  private characters = 0;

  /** The stream goes on from here. */
  begin(from: string | undefined): void {
    this.from = from;
    this.events = [];
    this.characters = 0;
  }

  /** What is known stays so; else it is from here on. */
  resume(position: string | undefined): void {
    if (this.from === undefined) this.begin(position);
  }

  /** Topics were added that are known from here on. */
  raise(position: string | undefined): void {
    if (this.from !== undefined) this.from = laterPosition(this.from, position);
  }

  /** Whether every event after this position is known. */
  knows(position: string): boolean {
    return this.from !== undefined && (comparePositions(position, this.from) ?? -1) >= 0;
  }

  /** Ephemeral events are for those who are there when they come. */
  keep(event: FeedEvent): void {
    if (event.position === undefined || this.from === undefined) return;
    this.events.push(event);
    this.characters += sizeOf(event);
    if (this.events.length > mostEvents || this.characters > mostCharacters) this.forgetHalf();
  }

  /** What stands after this position, in the order in which it came; undefined when that is no longer known. */
  after(position: string): readonly FeedEvent[] | undefined {
    if (!this.knows(position)) return undefined;
    return this.events.filter((event) => isNews(event.position ?? '', position));
  }

  /** Half at a time, because one at a time moves all others each time. */
  private forgetHalf(): void {
    const gone = this.events.splice(0, Math.ceil(this.events.length / 2));
    // What topics missed that were added stands later than it should.
    for (const { position } of gone) this.raise(position);
    this.characters = this.events.reduce((sum, event) => sum + sizeOf(event), 0);
  }
}

const sizeOf = (event: FeedEvent) => (event.source?.length ?? 0) + event.topic.length;
