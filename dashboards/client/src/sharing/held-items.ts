import type { FeedEvent } from '../types.ts';
import { comparePositions } from './position.ts';

/** Max events, and characters of their data; the service has them all. */
const maxEvents = 20_000;
const maxCharacters = 8_000_000;

interface HeldItem {
  readonly event: FeedEvent;
  /** Where it stands: its own position, or for an ephemeral event that of the one before it. */
  readonly at: string | undefined;
}

/**
 * What a tab is given at once: what was kept back until the topics added for it were complete, or what it lacks when it
 * joins. What additions missed comes after newer events of other topics, and is put before them.
 */
export class HeldItems {
  private readonly items: HeldItem[] = [];
  private characters = 0;
  private lastAt: string | undefined;

  get isFull(): boolean {
    return this.items.length > maxEvents || this.characters > maxCharacters;
  }

  add(event: FeedEvent): void {
    if (event.isBackfill !== true) this.lastAt = event.position ?? this.lastAt;
    this.items.push({ event, at: event.position ?? this.lastAt });
    this.characters += (event.source?.length ?? 0) + event.topic.length;
  }

  /** All of them in the order of the log, each once. */
  inOrder(): readonly FeedEvent[] {
    const sorted = this.items.toSorted((a, b) => compare(a.at, b.at)).map(({ event }) => event);
    return sorted.filter((event, i) => event.position === undefined || event.position !== sorted[i - 1]?.position);
  }
}

function compare(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return comparePositions(a, b) ?? 0;
}
