import type { FeedEvent } from '@livefeed/client/engine';
import type { EventSink } from '../feed/event-router.ts';
import { TopicSet } from '../feed/topic-set.ts';
import type { EventSelection } from '../history/event-selection.ts';
import { Latest } from './latest.ts';
import { follow, readUnit } from './read-value.ts';
import { RowOrder } from './row-order.ts';
import { type Labelled, seriesLabels } from './series-label.ts';
import { UnusableEvent } from './unusable-event.ts';

/** Max rows of one tile. A producer may invent topics and keys without end; the newest are kept. */
export const maxRows = 2_000;

/** A row and what it is called. */
export interface LatestRow {
  readonly latest: Latest;
  readonly label: string;
}

/** The latest event of each topic of a tile, or of each key. For tiles that show no series. */
export class LatestGroup implements EventSink {
  readonly unusable = new UnusableEvent();
  private readonly topics: TopicSet;
  /** In order of their last event, the oldest first. */
  private readonly byId = new Map<string, Latest>();
  private readonly order: RowOrder;
  /** Sorted and named when it is next read: a thousand topics may join at once. */
  private ordered: readonly LatestRow[] | undefined;

  constructor(
    private readonly config: EventSelection & Labelled,
    private readonly isWanted: (data: unknown) => boolean,
    private readonly onChange: (latest: Latest) => void,
    /** Called with a row that was dropped for a newer one. */
    private readonly onGone: (latest: Latest) => void = () => {},
  ) {
    this.topics = new TopicSet(config.topics, config.except);
    this.order = new RowOrder(this.topics);
  }

  wants(topic: string): boolean {
    return this.topics.has(topic);
  }

  accept(event: FeedEvent): void {
    if (!this.isWanted(event.data)) return void this.unusable.note(event);
    const key = this.config.key === undefined ? '' : keyText(follow(event.data, this.config.key));
    const row = key === undefined ? undefined : this.row(event.topic, key);
    if (row?.take(event) === true) this.onChange(row);
  }

  forgetPlaces(): void {
    for (const { place } of this.byId.values()) place.forget();
  }

  /** In the order of the tile's patterns, then of the topics and keys. */
  get rows(): readonly LatestRow[] {
    this.ordered ??= this.name();
    return this.ordered;
  }

  /** Takes the rows of another, of the same topics, keys and values. */
  adopt(other: LatestGroup): void {
    for (const [id, row] of other.byId) {
      this.byId.set(id, row);
      this.order.add(row);
      this.onChange(row);
    }
    this.ordered = undefined;
  }

  /** The tile's unit: the board's, or else that of the events. */
  get unit(): string {
    return this.config.unit ?? readUnit(this.rows[0]?.latest.data) ?? '';
  }

  get isEmpty(): boolean {
    return this.byId.size === 0;
  }

  private row(topic: string, key: string): Latest {
    const id = `${topic}\n${key}`;
    const there = this.byId.get(id);
    const row = there ?? new Latest(topic, key);
    if (there !== undefined) this.byId.delete(id);
    else this.join(row);
    this.byId.set(id, row);
    return row;
  }

  private join(row: Latest): void {
    this.ordered = undefined;
    this.order.add(row);
    if (this.byId.size < maxRows) return;
    const [oldest] = this.byId;
    if (oldest === undefined) return;
    this.byId.delete(oldest[0]);
    this.order.remove(oldest[1]);
    this.onGone(oldest[1]);
  }

  private name(): LatestRow[] {
    const sorted = this.order.rows;
    const names = sorted.map(({ topic }) => topic);
    const labels = seriesLabels(names, this.config.label);
    const isOneTopic = names.every((topic) => topic === names[0]);
    return sorted.map((latest, i) => ({ latest, label: label(latest.key, labels[i] ?? latest.topic, isOneTopic) }));
  }
}

function label(key: string, topicLabel: string, isOneTopic: boolean): string {
  if (key === '') return topicLabel;
  return isOneTopic ? key : `${topicLabel} ${key}`;
}

function keyText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).slice(0, 200)
    : undefined;
}
