import type { FeedEvent } from '@livefeed/client/engine';
import type { EventSink } from '../feed/event-router.ts';
import { TopicSet } from '../feed/topic-set.ts';
import type { EventSelection } from '../history/event-selection.ts';
import { OmittedTopics } from './omitted-topics.ts';
import { readUnit, readValue } from './read-value.ts';
import type { Series } from './series.ts';
import { byTopic, type Labelled, seriesLabels } from './series-label.ts';
import type { SeriesStore } from './series-store.ts';
import { UnusableEvent } from './unusable-event.ts';

/**
 * Max series of one tile. A pattern may match any number of topics, and a chart of more cannot be read. One that is out of
 * the window gives its place to a newer one, and is left out.
 */
export const maxSeries = 64;

/** The series of one tile, found as their topics appear. */
export class SeriesGroup implements EventSink {
  /** In the order of the tile's patterns, then of the topics. */
  readonly list: Series[] = [];
  labels: readonly string[] = [];
  readonly leftOut = new OmittedTopics();
  readonly unusable = new UnusableEvent();
  private readonly topics: TopicSet;
  private readonly byTopic = new Map<string, Series>();

  constructor(
    private readonly store: SeriesStore,
    private readonly config: EventSelection & Labelled,
    /** Called for each value, and when a series joined. */
    private readonly onChange: () => void,
  ) {
    this.topics = new TopicSet(config.topics, config.except);
    // Series that other tiles have, or that this tile had before its file was saved.
    for (const { topic } of store.known(config.value)) if (this.wants(topic)) this.join(topic, Number.NEGATIVE_INFINITY);
  }

  wants(topic: string): boolean {
    return this.topics.has(topic);
  }

  accept(event: FeedEvent): void {
    const value = readValue(event.data, this.config.value);
    if (value === undefined) {
      if (this.unusable.note(event)) this.onChange();
      return;
    }
    const series = this.byTopic.get(event.topic) ?? this.join(event.topic, event.time);
    if (series === undefined) return;
    series.append(event.time, value, event.position);
    this.store.noteTime(event.time);
    series.unit = readUnit(event.data) ?? series.unit;
    this.onChange();
  }

  forgetPlaces(): void {
    for (const { place } of this.list) place.forget();
  }

  /** Whether the topic has a series. Topics past the limit have none. */
  has(topic: string): boolean {
    return this.byTopic.has(topic);
  }

  /** The tile's unit: the board's, or else that of the events. */
  get unit(): string {
    return this.config.unit ?? this.list[0]?.unit ?? '';
  }

  /** The shortest interval among the series; undefined until one of them has two points. */
  get interval(): number | undefined {
    const intervals = this.list.map((series) => series.interval).filter((interval) => interval !== undefined);
    return intervals.length === 0 ? undefined : Math.min(...intervals);
  }

  private join(topic: string, time: number): Series | undefined {
    if (this.list.length >= maxSeries && !this.dropOldest(time)) {
      this.leftOut.add(topic);
      return undefined;
    }
    this.leftOut.delete(topic);
    const series = this.store.series(topic, this.config.value);
    this.byTopic.set(topic, series);
    this.list.push(series);
    this.list.sort((a, b) => this.topics.rank(a.topic) - this.topics.rank(b.topic) || byTopic(a.topic, b.topic));
    this.labels = seriesLabels(
      this.list.map((one) => one.topic),
      this.config.label,
    );
    return series;
  }

  /** Drops the series with the oldest value, if that is out of the window at this time. */
  private dropOldest(time: number): boolean {
    const oldest = this.list.reduce((one, other) => (other.lastTime < one.lastTime ? other : one));
    if (!this.store.isOver(oldest.lastTime, time)) return false;
    this.list.splice(this.list.indexOf(oldest), 1);
    this.byTopic.delete(oldest.topic);
    this.store.leave(oldest, this.config.value);
    this.leftOut.add(oldest.topic);
    return true;
  }
}
