import type { FeedEvent, FeedGap } from '@livefeed/client/engine';
import { RecentEntries } from '../recent-entries.ts';
import { Frame, finds, Gap } from './frame.ts';

export type FrameEntry = Frame | Gap;

/** Max frames that are kept for the filter, and max characters of their data together. */
const maxFrames = 1_000;
const maxCharacters = 8_000_000;
/** Rows that are shown: more at once would make the page slow. */
export const maxRows = 200;

/** The newest frames, those that pass the filter, and during a pause the number of new ones. */
export class FrameLog {
  private readonly all = bounded(maxFrames);
  private readonly passing = bounded(maxRows);
  /** Frames that came during a pause. Only those too old to be shown afterwards are dropped. */
  private readonly held = bounded(maxFrames);
  private filter: RegExp | undefined;
  /** Entries that were not shown yet. */
  private fresh: FrameEntry[] = [];
  /** Changes when all rows must be made anew. */
  version = 0;
  isPaused = false;
  /** Frames that came during the pause. */
  missed = 0;

  /** Oldest first. */
  get shown(): readonly FrameEntry[] {
    return this.passing.list;
  }

  /** The newest event, shown or not, without those that a pause holds back. */
  get newest(): FeedEvent | undefined {
    return this.all.list.findLast((entry) => entry instanceof Frame)?.event;
  }

  push(event: FeedEvent): void {
    this.take(new Frame(event));
  }

  pushGap(gap: FeedGap): void {
    this.take(new Gap(gap));
  }

  /** The entries that are not shown yet, oldest first. Each is returned once. */
  takeFresh(): readonly FrameEntry[] {
    const fresh = this.fresh.slice(-maxRows);
    this.fresh = [];
    return fresh;
  }

  setFilter(text: string): void {
    this.filter = finds(text);
    this.passing.clear();
    for (const entry of this.all.list) if (this.passes(entry)) this.passing.push(entry);
    this.renew();
  }

  pause(): void {
    this.isPaused = true;
    this.missed = 0;
  }

  resume(): void {
    this.isPaused = false;
    this.missed = 0;
    const held = [...this.held.list];
    this.held.clear();
    for (const entry of held) this.take(entry);
  }

  clear(): void {
    for (const list of [this.all, this.passing, this.held]) list.clear();
    this.missed = 0;
    this.renew();
  }

  private take(entry: FrameEntry): void {
    if (this.isPaused) {
      this.held.push(entry);
      this.missed++;
      return;
    }
    this.all.push(entry);
    if (!this.passes(entry)) return;
    this.passing.push(entry);
    this.fresh.push(entry);
    if (this.fresh.length > 2 * maxRows) this.fresh = this.fresh.slice(-maxRows);
  }

  private passes(entry: FrameEntry): boolean {
    return this.filter === undefined || entry instanceof Gap || entry.contains(this.filter);
  }

  private renew(): void {
    this.fresh = [];
    this.version++;
  }
}

function bounded(most: number): RecentEntries<FrameEntry> {
  // The length of the source text. Short events have none, and count as 0.
  return new RecentEntries(most, maxCharacters, (entry) => (entry instanceof Frame ? (entry.event.source?.length ?? 0) : 0));
}
