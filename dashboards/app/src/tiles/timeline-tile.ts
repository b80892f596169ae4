import type { FeedEvent } from '@livefeed/client';
import type { TileConfig } from '../board/board.ts';
import { Described, enumerate } from '../chart/described.ts';
import { TimelineChart } from '../chart/timeline-chart.ts';
import type { TimeRange } from '../chart/zoom.ts';
import { bindZoomKeys } from '../chart/zoom-keys.ts';
import { staleFor } from '../draw/staleness.ts';
import type { EventSink } from '../feed/event-router.ts';
import { TopicSet } from '../feed/topic-set.ts';
import { clockTime, eventTime, spanText } from '../format/time.ts';
import type { DataTable } from '../page/data-dialog.ts';
import { readScalar } from '../series/read-value.ts';
import { byTopic, seriesLabels } from '../series/series-label.ts';
import { StateRuns } from '../series/state-runs.ts';
import { type State, StateColours, stateOf } from './state.ts';
import { type Tile, type TileContext, waitingText } from './tile.ts';
import { TileFrame } from './tile-frame.ts';
import { worst } from './level.ts';

/** States over the window, a row a topic, each state as long as it held. */
export class TimelineTile implements Tile, EventSink {
  readonly element: HTMLElement;
  private readonly frame: TileFrame;
  private readonly topics: TopicSet;
  private readonly colours = new StateColours();
  private readonly chart = new TimelineChart<State>();
  private readonly described: Described;
  private window: TimeRange = { from: 0, to: 0 };
  private readonly rows: StateRuns<State>[] = [];
  private readonly byTopic = new Map<string, StateRuns<State>>();
  private labels: readonly string[] = [];

  constructor(
    private readonly config: TileConfig,
    private readonly context: TileContext,
  ) {
    this.frame = new TileFrame('timeline', config.title, config.description);
    this.frame.body.append(this.chart.canvas);
    this.described = new Described(this.chart.canvas, config.title);
    bindZoomKeys(this.chart.canvas, context.zoom, () => this.window);
    this.frame.offerData(() => this.table());
    this.element = this.frame.element;
    this.topics = new TopicSet(config.topics, config.except);
    context.router.add(this);
    new ResizeObserver(() => context.scheduler.invalidate(this)).observe(this.chart.canvas);
    this.chart.onPoint((row, time) => this.pointText(row, time));
  }

  wants(topic: string): boolean {
    return this.topics.has(topic);
  }

  accept(event: FeedEvent): void {
    const value = readScalar(event.data, this.config.value);
    if (value === undefined) return;
    const row = this.byTopic.get(event.topic) ?? this.join(event.topic);
    if (row?.take(event.time, stateOf(value, this.config)) !== true) return;
    this.context.store.noteTime(event.time);
    this.context.scheduler.invalidate(this);
  }

  draw(now: number): void {
    if (this.rows.length === 0) return this.frame.setEmpty(waitingText(this.config));
    this.frame.setEmpty();
    const silences = this.rows.map((row) => staleFor(now, row.last?.to ?? now, row.interval, this.config.stale));
    const isStale = silences.every((silence) => silence !== undefined);
    this.frame.setStale(isStale ? Math.min(...silences) : undefined);
    const levels = this.rows.map((row, i) => (silences[i] === undefined ? row.runs.findLast(({ from }) => from <= now)?.state.level : undefined));
    this.frame.setLevel(worst(levels.map((level) => (level === 'warning' || level === 'critical' ? level : undefined))));

    const start = this.context.store.windowStart(now);
    const { from, to } = this.context.zoom.range ?? { from: start, to: now };
    for (const row of this.rows) row.forget(Math.min(start, from));
    const { palette } = this.context.theme;
    this.chart.draw({
      from,
      to,
      palette,
      rows: this.rows.map((row, i) => ({
        label: this.labels[i] ?? row.topic,
        segments: row.runs.map(({ state, from: begin }, at) => ({ state, from: begin, to: row.endOf(at, now) })),
      })),
      colourOf: (state) => this.colours.of(state, palette),
    });
    this.window = { from: start, to: now };
    this.described.set(now, () => enumerate(this.rows.map((row, i) => `${this.labels[i]} ${silences[i] === undefined ? (row.last?.state.label ?? 'unknown') : 'unknown'}`)));
  }

  private join(topic: string): StateRuns<State> | undefined {
    if (this.rows.length >= this.config.limit) return undefined;
    const row = new StateRuns<State>(topic, this.config.stale);
    this.byTopic.set(topic, row);
    this.rows.push(row);
    this.rows.sort((a, b) => this.topics.rank(a.topic) - this.topics.rank(b.topic) || byTopic(a.topic, b.topic));
    this.labels = seriesLabels(this.rows.map((one) => one.topic), this.config.label);
    return row;
  }

  private pointText(index: number, time: number): string {
    const row = this.rows[index];
    const at = row?.runs.findLastIndex(({ from }) => from <= time) ?? -1;
    const run = row?.runs[at];
    if (row === undefined || run === undefined) return '';
    const end = row.endOf(at, Math.max(time, run.to));
    if (time > end) return `${this.labels[index]}: unknown`;
    return `${this.labels[index]}: ${run.state.label}, since ${clockTime(run.from)} for ${spanText(end - run.from)}`;
  }

  private table(): DataTable {
    const entries = this.rows.flatMap((row, i) => row.runs.map((run) => ({ run, label: this.labels[i] ?? row.topic })));
    entries.sort((a, b) => b.run.from - a.run.from);
    return {
      columns: ['From', 'Last seen', 'Name', 'State'],
      rows: entries.map(({ run, label }) => [eventTime(run.from, run.to), clockTime(run.to), label, run.state.label]),
    };
  }
}
