import type { FeedEvent } from '@livefeed/client/engine';
import type { TopicSet } from '../../feed/topic-set.ts';
import { OmittedTopics } from '../../series/omitted-topics.ts';
import { readScalar } from '../../series/read-value.ts';
import { byTopic, seriesLabels } from '../../series/series-label.ts';
import type { TimelineTileConfig } from '../generated/tile-config.ts';
import { type State, stateOf } from '../state.ts';
import { StateRuns } from './state-runs.ts';

/**
 * The rows of a timeline, one a topic, in the order of the tile's patterns, then of the topics. Where there is no room the
 * row with the oldest state gives its place to a newer one, if it is over.
 */
export class StateRows {
  readonly list: StateRuns<State>[] = [];
  readonly leftOut = new OmittedTopics();
  labels: readonly string[] = [];
  private readonly byTopic = new Map<string, StateRuns<State>>();

  constructor(
    private config: TimelineTileConfig,
    private readonly topics: TopicSet,
    /** Whether what was seen last at one time is not shown any more at another. */
    private readonly isOver: (lastTime: number, at: number) => boolean,
    /** Topics that have a row from the start, also without events. */
    known: readonly string[] = [],
  ) {
    for (const topic of known) this.join(topic, Number.NEGATIVE_INFINITY);
  }

  /** Whether the event says something new. */
  take({ topic, time, data }: FeedEvent): boolean {
    const value = readScalar(data, this.config.value);
    if (value === undefined) return false;
    const row = this.byTopic.get(topic) ?? this.join(topic, time);
    return row?.take(time, stateOf(value, this.config)) === true;
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
    const lastTime = ({ last }: StateRuns<State>) => last?.to ?? Number.NEGATIVE_INFINITY;
    const oldest = this.list.reduce((one, other) => (lastTime(other) < lastTime(one) ? other : one));
    if (!this.isOver(lastTime(oldest), time)) return false;
    this.list.splice(this.list.indexOf(oldest), 1);
    this.byTopic.delete(oldest.topic);
    return true;
  }
}
