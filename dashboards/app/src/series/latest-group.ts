import type { FeedEvent } from '@livefeed/client';
import type { TileConfig } from '../board/board.ts';
import type { EventSink } from '../feed/event-router.ts';
import { TopicSet } from '../feed/topic-set.ts';
import { Latest } from './latest.ts';
import { follow, readUnit } from './read-value.ts';
import { byTopic, seriesLabels } from './series-label.ts';
import { Unfit } from './unfit.ts';

/** Rows that one tile remembers; a producer may invent topics without end. */
const mostRows = 2_000;

/** A row and what it is called. */
export interface LatestRow {
  readonly latest: Latest;
  readonly label: string;
}

/** The latest event of each topic of a tile, or of each key in it; for what shows no course. */
export class LatestGroup implements EventSink {
  private readonly topics: TopicSet;
  readonly unfit = new Unfit();
  private readonly byId = new Map<string, Latest>();
  /** Sorted and named when it is next asked for: a thousand topics may join at once. */
  private ordered: readonly LatestRow[] | undefined;

  constructor(
    private readonly config: TileConfig,
    private readonly isWanted: (data: unknown) => boolean,
    private readonly onChange: (latest: Latest) => void,
  ) {
    this.topics = new TopicSet(config.topics, config.except);
  }

  wants(topic: string): boolean {
    return this.topics.has(topic);
  }

  accept(event: FeedEvent): void {
    if (!this.isWanted(event.data)) return void this.unfit.note(event);
    const key = this.config.key === undefined ? '' : keyText(follow(event.data, this.config.key));
    const row = key === undefined ? undefined : this.row(event.topic, key);
    if (row?.take(event) === true) this.onChange(row);
  }

  /** In the order of the tile's patterns, then of the topics and keys. */
  get rows(): readonly LatestRow[] {
    this.ordered ??= this.order();
    return this.ordered;
  }

  /** The tile's unit: what the board says, else what the events say. */
  get unit(): string {
    return this.config.unit ?? readUnit(this.rows[0]?.latest.data) ?? '';
  }

  get isEmpty(): boolean {
    return this.byId.size === 0;
  }

  get lastTime(): number {
    return this.rows.reduce((last, { latest }) => Math.max(last, latest.time), Number.NEGATIVE_INFINITY);
  }

  get interval(): number | undefined {
    const intervals = this.rows.flatMap(({ latest }) => latest.interval ?? []);
    return intervals.length === 0 ? undefined : intervals.reduce((least, one) => Math.min(least, one));
  }

  private row(topic: string, key: string): Latest | undefined {
    const id = `${topic}\n${key}`;
    let row = this.byId.get(id);
    if (row === undefined && this.byId.size < mostRows) {
      row = new Latest(topic, key);
      this.byId.set(id, row);
      this.ordered = undefined;
    }
    return row;
  }

  private order(): LatestRow[] {
    const { topics } = this;
    const sorted = [...this.byId.values()].sort(
      (a, b) => topics.rank(a.topic) - topics.rank(b.topic) || byTopic(a.topic, b.topic) || byTopic(a.key, b.key),
    );
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
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).slice(0, 200) : undefined;
}
