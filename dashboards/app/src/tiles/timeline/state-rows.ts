import type { FeedEvent } from '@livefeed/client/engine';
import type { TopicSet } from '../../feed/topic-set.ts';
import { OmittedTopics } from '../../series/omitted-topics.ts';
import { readScalar } from '../../series/read-value.ts';
import { byTopic, seriesLabels } from '../../series/series-label.ts';
import type { SeriesStore } from '../../series/series-store.ts';
import type { TimelineTileConfig } from '../generated/tile-config.ts';
import { type State, stateOf } from '../state.ts';
import { StateRuns } from './state-runs.ts';

/**
 * The rows of a timeline, one a topic, in the order of the tile's patterns, then of the topics. Where there is no room the
 * row whose last state ended first gives its place to a newer one, if that state is out of the window. One that still holds,
 * however long ago it was said, keeps its place.
 */
export class StateRows {
  readonly list: StateRuns<State>[] = [];
  readonly leftOut = new OmittedTopics();
  labels: readonly string[] = [];
  private readonly byTopic = new Map<string, StateRuns<State>>();

  constructor(
    private config: TimelineTileConfig,
    private readonly topics: TopicSet,
    private readonly store: Pick<SeriesStore, 'isOver' | 'now'>,
    /** Topics that have a row from the start, also without events. */
    known: readonly string[] = [],
  ) {
    for (const topic of known) this.join(topic, Number.NEGATIVE_INFINITY);
  }

  /** Whether the event says something new. */
  take(event: FeedEvent): boolean {
    const value = readScalar(event.data, this.config.value);
    if (value === undefined) return false;
    const row = this.byTopic.get(event.topic) ?? this.join(event.topic, event.time);
    return row?.take(event, stateOf(value, this.config), this.store.now()) === true;
  }

  /** The same rows for a tile that shows the same states, and names its rows otherwise. */
  withConfig(config: TimelineTileConfig): this {
    this.config = config;
    this.name();
    return this;
  }

  private name(): void {
    this.labels = seriesLabels(
      this.list.map((one) => one.topic),
      this.config.label,
    );
  }

  private join(topic: string, time: number): StateRuns<State> | undefined {
    if (this.list.length >= this.config.limit && !this.dropOldest(time)) {
      this.leftOut.add(topic);
      return undefined;
    }
    this.leftOut.delete(topic);
    const row = new StateRuns<State>(topic, this.config.stale);
    this.byTopic.set(topic, row);
    this.list.push(row);
    this.list.sort((a, b) => this.topics.rank(a.topic) - this.topics.rank(b.topic) || byTopic(a.topic, b.topic));
    this.name();
    return row;
  }

  private dropOldest(time: number): boolean {
    const endOf = ({ last, holds }: StateRuns<State>) => (last?.to ?? Number.NEGATIVE_INFINITY) + holds;
    const oldest = this.list.reduce((one, other) => (endOf(other) < endOf(one) ? other : one));
    if (!this.store.isOver(endOf(oldest), time)) return false;
    this.list.splice(this.list.indexOf(oldest), 1);
    this.byTopic.delete(oldest.topic);
    this.leftOut.add(oldest.topic);
    return true;
  }
}
