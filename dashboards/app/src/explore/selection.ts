import { type FeedEvent, type FeedGap, TopicPattern } from '@livefeed/client/engine';
import { element } from '../dom/element.ts';
import type { FeedClock } from '../feed/feed-clock.ts';
import { visible } from '../format/visible.ts';
import type { TileContext } from '../tiles/tile.ts';
import { AutoTiles } from './auto-tiles.ts';
import { Inspector } from './frames/inspector.ts';
import type { OfferedTile } from './offered-tiles.ts';
import { readRecent } from './recent-history.ts';

export interface SelectionContext extends Pick<TileContext, 'scheduler' | 'theme' | 'zoom'> {
  readonly clock: FeedClock;
  /** What of a pattern the reader may ask for. */
  allowedPatterns(pattern: string): readonly string[];
}

/** Max events that are held while history is read. No more are shown either. */
const maxWaiting = 10_000;

/** The chosen topic or pattern: the tiles that fit it and its frames, first from history and then as they come. */
export class Selection {
  readonly element: HTMLElement;
  readonly inspector: Inspector;
  /** Beside the name. */
  readonly head: HTMLElement;
  private readonly tiles: AutoTiles;
  private readonly pattern: TopicPattern;
  private readonly closed = new AbortController();
  /** Events that came before history was there; undefined afterwards. */
  private waiting: FeedEvent[] | undefined = [];
  /** Positions of history. The stream may bring the last of these events again. */
  private readonly delivered = new Set<string>();

  constructor(
    readonly topic: string,
    private readonly context: SelectionContext,
    /** When the newest event came, as far as is known. */
    newest: number,
  ) {
    this.pattern = new TopicPattern(topic);
    this.tiles = new AutoTiles(topic, context);
    this.inspector = new Inspector(topic, context.scheduler);
    this.head = element('header', { class: 'selection-head' }, element('h1', {}, visible(topic)));
    this.element = element('div', { class: 'selection' }, this.head, this.tiles.element, this.inspector.element);
    void this.fill(newest);
  }

  get offers(): readonly OfferedTile[] {
    return this.tiles.offers;
  }

  accept(event: FeedEvent, arrived: number): void {
    if (event.topic !== this.topic && !this.pattern.matches(event.topic)) return;
    this.inspector.count(arrived);
    if (this.waiting === undefined) this.show(event);
    else if (this.waiting.length < maxWaiting) this.waiting.push(event);
  }

  acceptGap(gap: FeedGap): void {
    this.inspector.acceptGap(gap);
  }

  close(): void {
    this.closed.abort();
    this.tiles.close();
    this.inspector.close();
  }

  private async fill(newest: number): Promise<void> {
    try {
      const page = Number.isFinite(newest)
        ? await readRecent(this.context.allowedPatterns(this.topic), newest, this.closed.signal)
        : undefined;
      if (this.closed.signal.aborted) return;
      if (page?.servedAt !== undefined) this.context.clock.observe(page.servedAt);
      const events = page?.events ?? [];
      for (const { position } of events) if (position !== undefined) this.delivered.add(position);
      this.tiles.deliver(events);
      if (page?.gap !== undefined) this.inspector.acceptGap(page.gap);
      for (const event of events) this.inspector.accept(event);
    } catch {
      // Without history the topic is still followed. The badge says when the service is away.
      if (this.closed.signal.aborted) return;
    }
    const waiting = this.waiting ?? [];
    this.waiting = undefined;
    for (const event of waiting) this.show(event);
  }

  private show(event: FeedEvent): void {
    if (event.position !== undefined && this.delivered.has(event.position)) return;
    this.tiles.accept(event);
    this.inspector.accept(event);
  }
}
