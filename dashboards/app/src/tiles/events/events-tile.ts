import type { FeedEvent, FeedGap } from '@livefeed/client/engine';
import { setText } from '../../dom/element.ts';
import { EventList, gapRow } from '../../events/event-list.ts';
import type { EventSink, Origin } from '../../feed/event-router.ts';
import { TopicSet } from '../../feed/topic-set.ts';
import { eventTime } from '../../format/time.ts';
import type { EventsTileConfig } from '../generated/tile-config.ts';
import type { Tile, TileContext } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';
import { emptyEvents } from './empty-events.ts';
import { tileEventRow } from './tile-event-row.ts';

type Entry = { readonly event: FeedEvent; readonly isNew: boolean } | { readonly gap: FeedGap };

/** The newest events first, up to the limit. It is never stale: no event is no fault. */
export class EventsTile implements Tile, EventSink {
  readonly element: HTMLElement;
  readonly isLatestOnly = true;
  private readonly frame: TileFrame;
  private readonly list: EventList;
  private readonly topics: TopicSet;
  /** Entries since the last draw, oldest first, no more than the list holds. */
  private pending: Entry[] = [];
  /** The entries of the list, oldest first. The tile that replaces this one takes them. */
  private entries: Entry[] = [];
  /** Positions in the list: history may be read twice, or overlap. */
  private readonly positions = new Set<string>();
  /** The day of the last draw: a time of another day has its date. */
  private day = '';

  constructor(
    private readonly config: EventsTileConfig,
    private readonly context: TileContext,
  ) {
    this.frame = new TileFrame('events', config.title, config.description);
    this.list = new EventList({
      label: config.title,
      limit: config.limit,
      onReady: () => context.scheduler.invalidate(this),
    });
    this.frame.body.append(this.list.element);
    this.element = this.frame.element;
    this.topics = new TopicSet(config.topics, config.except);
    context.router.add(this);
  }

  wants(topic: string): boolean {
    return this.topics.has(topic);
  }

  accept(event: FeedEvent, origin: Origin): void {
    if (event.position !== undefined) {
      if (this.positions.has(event.position)) return;
      this.remember(event.position);
    }
    this.queue({ event, isNew: origin === 'live' });
  }

  acceptGap(gap: FeedGap): void {
    this.queue({ gap });
  }

  adopt(before: Tile): void {
    if (!(before instanceof EventsTile)) return;
    for (const position of before.positions) this.positions.add(position);
    for (const entry of before.entries) this.queue('event' in entry ? { ...entry, isNew: false } : entry);
  }

  draw(now: number): void {
    const day = new Date(now).toDateString();
    if (day !== this.day) this.list.writeTimes((time) => eventTime(time, now));
    this.day = day;
    if (this.pending.length > 0 && !this.list.isPaused) this.addRows(now);
    const { count } = this.list;
    setText(this.frame.note, count === 0 ? '' : count === this.config.limit ? `last ${count}` : String(count));
    if (count > 0) this.frame.setEmpty();
    else if (!this.frame.isEmpty) this.frame.setEmpty(emptyEvents(this.config));
  }

  close(): void {
    this.list.close();
  }

  private addRows(now: number): void {
    const entries = this.pending.slice(-this.config.limit);
    this.pending = [];
    this.list.add(
      entries.map((entry) =>
        'gap' in entry
          ? { element: gapRow(entry.gap), isNew: false }
          : { element: tileEventRow(entry.event, now), isNew: entry.isNew },
      ),
    );
  }

  private queue(entry: Entry): void {
    this.entries.push(entry);
    if (this.entries.length > 2 * this.config.limit) this.entries = this.entries.slice(-this.config.limit);
    this.pending.push(entry);
    // A hidden page draws nothing. Entries that would not fit into the list are dropped.
    if (this.pending.length > 2 * this.config.limit) this.pending = this.pending.slice(-this.config.limit);
    this.context.scheduler.invalidate(this);
  }

  /** Keeps the newest few: an overlap is never longer than what a list shows. */
  private remember(position: string): void {
    this.positions.add(position);
    if (this.positions.size > 4 * this.config.limit) {
      const newest = [...this.positions].slice(-2 * this.config.limit);
      this.positions.clear();
      for (const one of newest) this.positions.add(one);
    }
  }
}
