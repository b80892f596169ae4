import '../../chart/chart.css';
import './timeline.css';
import type { FeedEvent } from '@livefeed/client/engine';
import { readStates } from '@livefeed/client/queries';
import { ChartDescription, enumerate } from '../../chart/chart-description.ts';
import type { TimeRange } from '../../chart/zoom.ts';
import { bindZoomKeys } from '../../chart/zoom-keys.ts';
import type { DataTable } from '../../dom/data-dialog.ts';
import { setText } from '../../dom/element.ts';
import type { EventSink } from '../../feed/event-router.ts';
import { TopicSet } from '../../feed/topic-set.ts';
import { clockTime, eventTime, spanText } from '../../format/time.ts';
import { chartBuckets } from '../../history/resolution.ts';
import { stateEvents } from '../../history/value-event.ts';
import { isoTime } from '../../time/past-reader.ts';
import type { PastSpan, Rewindable } from '../../time/rewindable.ts';
import type { TimelineTileConfig } from '../generated/tile-config.ts';
import { alarmOf, rankOf } from '../level.ts';
import { showAlarms } from '../show-alarms.ts';
import { type State, StateColours } from '../state.ts';
import type { Tile, TileContext } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';
import { StateRows } from './state-rows.ts';
import type { StateRuns } from './state-runs.ts';
import { TimelineChart } from './timeline-chart.ts';

/** States over the window, a row a topic, each state as long as it held. */
export class TimelineTile implements Tile, EventSink, Rewindable {
  readonly element: HTMLElement;
  private readonly frame: TileFrame;
  private readonly topics: TopicSet;
  private readonly colours = new StateColours();
  private readonly chart = new TimelineChart<State>();
  private readonly description: ChartDescription;
  private window: TimeRange = { from: 0, to: 0 };
  private live: StateRows;
  /** Shown instead while the page's time is in the past. */
  private past: StateRows | undefined;

  constructor(
    private readonly config: TimelineTileConfig,
    private readonly context: TileContext,
  ) {
    this.frame = new TileFrame('timeline', config.title, config.description);
    this.frame.body.append(this.chart.canvas);
    this.description = new ChartDescription(this.chart.canvas, config.title);
    bindZoomKeys(this.chart.canvas, context.zoom, () => this.window);
    this.frame.offerData(() => this.table());
    this.element = this.frame.element;
    this.topics = new TopicSet(config.topics, config.except);
    this.live = new StateRows(config, this.topics, context.store);
    context.router.add(this);
    context.rewindables?.add(this);
    new ResizeObserver(() => context.scheduler.invalidate(this)).observe(this.chart.canvas);
    this.chart.onPoint((row, time) => this.pointText(row, time));
  }

  wants(topic: string): boolean {
    return this.topics.has(topic);
  }

  accept(event: FeedEvent): void {
    if (!this.live.take(event)) return;
    this.context.store.noteTime(event.time);
    this.context.scheduler.invalidate(this);
  }

  forgetPlaces(): void {
    for (const { place } of this.live.list) place.forget();
  }

  async readPast({ from, to, signal }: PastSpan): Promise<() => void> {
    const { topics, value } = this.config;
    const span = { since: isoTime(from), until: isoTime(to) };
    const { series } = await readStates({
      topics,
      ...span,
      buckets: chartBuckets,
      signal,
      ...(value === undefined ? {} : { value }),
    });
    return () => this.showPast(series.flatMap((columns) => stateEvents(columns, value)));
  }

  /** A row without data keeps its place, so that the others do not jump. */
  private showPast(events: readonly FeedEvent[]): void {
    this.past = new StateRows(
      this.config,
      this.topics,
      { isOver: () => false, now: () => this.context.store.now() },
      this.live.list.map(({ topic }) => topic),
    );
    for (const event of events) if (this.wants(event.topic)) this.past.take(event);
  }

  showLive(): void {
    this.past = undefined;
  }

  adopt(before: Tile): void {
    if (before instanceof TimelineTile) this.live = before.live.withConfig(this.config);
  }

  close(): void {
    this.context.rewindables?.delete(this);
  }

  draw(now: number): void {
    const { list: rows, labels } = this.shown;
    const start = this.context.store.windowStart(now);
    this.window = { from: start, to: now };
    setText(this.frame.note, this.shown.leftOut.text);
    const values = rows.map((row) => ({
      lastTime: row.last?.to ?? now,
      interval: row.interval,
      level: alarmOf(row.at(now)?.state.level),
    }));
    const alarms = showAlarms(this.frame, rows.length === 0 ? undefined : values, this.config, now);
    if (alarms === undefined) return;
    const states = rows.map((row, i) => (alarms.silences[i] === undefined ? row.at(now)?.state : undefined));

    const { from, to } = this.context.zoom.range ?? this.window;
    for (const row of rows) row.forget(Math.min(start, from));
    const { palette } = this.context.theme;
    this.chart.draw({
      from,
      to,
      palette,
      rows: rows.map((row, i) => ({ label: labels[i] ?? row.topic, segments: row.within(from, to, now) })),
      colourOf: (state) => this.colours.of(state, palette),
      rankOf: ({ level }) => rankOf(level),
    });
    this.description.set(() => enumerate(states.map((state, i) => `${labels[i]} ${state?.label ?? 'unknown'}`)));
  }

  private get shown(): StateRows {
    return this.past ?? this.live;
  }

  private pointText(index: number, time: number): string {
    const { list, labels } = this.shown;
    const row = list[index];
    const at = row?.runs.findLastIndex(({ from }) => from <= time) ?? -1;
    const run = row?.runs[at];
    if (row === undefined || run === undefined) return '';
    const end = row.endOf(at, Math.max(time, run.to));
    if (time > end) return `${labels[index]}: unknown`;
    return `${labels[index]}: ${run.state.label}, since ${clockTime(run.from)} for ${spanText(end - run.from)}`;
  }

  private table(): DataTable {
    const { list, labels } = this.shown;
    const { to } = this.window;
    // Events since the pause are not shown yet.
    const runsOf = ({ runs }: StateRuns<State>) =>
      runs.filter(({ from }) => from <= to).map((run) => ({ ...run, to: Math.min(run.to, to) }));
    const entries = list.flatMap((row, i) => runsOf(row).map((run) => ({ run, label: labels[i] ?? row.topic })));
    entries.sort((a, b) => b.run.from - a.run.from);
    return {
      columns: ['From', 'Last seen', 'Name', 'State'],
      rows: entries.map(({ run, label }) => [eventTime(run.from, run.to), clockTime(run.to), label, run.state.label]),
    };
  }
}
