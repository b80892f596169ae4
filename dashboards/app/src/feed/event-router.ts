import type { FeedEvent } from '@livefeed/client/engine';

/** History is from before the page followed the topic; live is from the stream. */
export type Origin = 'history' | 'live';

/** A histogram of a topic's values in one part of time. */
export interface ValueCounts {
  readonly topic: string;
  /** A time within that part, in milliseconds since 1970. */
  readonly time: number;
  /** The lower end of the first bin, and the width of each. */
  readonly from: number;
  readonly step: number;
  readonly counts: readonly number[];
}

export interface EventSink {
  wants(topic: string): boolean;
  accept(event: FeedEvent, origin: Origin): void;
  /** Takes counts of values of the past, which are not read one by one. Only a heatmap has it. */
  acceptCounts?(counts: ValueCounts): void;
  /** The log goes on below what came. A sink has it that goes by places in the log. */
  forgetPlaces?(): void;
}

/** Max topics whose sinks are remembered: a producer may invent topics without end. */
const maxTopics = 10_000;

/**
 * Hands each event to the sinks that want its topic. A sink is asked once per topic. A router may be a sink of another one:
 * each tile has its own, so that it can be removed as a whole.
 */
export class EventRouter implements EventSink {
  private readonly sinks: EventSink[] = [];
  private readonly byTopic = new Map<string, readonly EventSink[]>();

  add(sink: EventSink): void {
    this.sinks.push(sink);
    this.byTopic.clear();
  }

  remove(sink: EventSink): void {
    const at = this.sinks.indexOf(sink);
    if (at >= 0) this.sinks.splice(at, 1);
    this.byTopic.clear();
  }

  clear(): void {
    this.sinks.length = 0;
    this.byTopic.clear();
  }

  wants(topic: string): boolean {
    return this.sinks.some((sink) => sink.wants(topic));
  }

  accept(event: FeedEvent, origin: Origin): void {
    this.route(event, origin);
  }

  acceptCounts(counts: ValueCounts): void {
    for (const sink of this.sinksOf(counts.topic)) sink.acceptCounts?.(counts);
  }

  forgetPlaces(): void {
    for (const sink of this.sinks) sink.forgetPlaces?.();
  }

  route(event: FeedEvent, origin: Origin): void {
    for (const sink of this.sinksOf(event.topic)) sink.accept(event, origin);
  }

  private sinksOf(topic: string): readonly EventSink[] {
    let sinks = this.byTopic.get(topic);
    if (sinks === undefined) {
      if (this.byTopic.size >= maxTopics) this.byTopic.clear();
      sinks = this.sinks.filter((sink) => sink.wants(topic));
      this.byTopic.set(topic, sinks);
    }
    return sinks;
  }
}
