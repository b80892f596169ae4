import { byTopic } from '../../series/series-label.ts';
import { Rate } from '../rate.ts';

/** A segment of topics: a topic, a folder of topics, or both. */
export class TopicNode {
  /** Sorted by name. */
  readonly children: TopicNode[] = [];
  readonly rate = new Rate();
  /** Events have this very topic. */
  isTopic = false;
  isFolded = false;
  /** Topics here and below. */
  topics = 0;
  /** When the topic's newest event came, in milliseconds by the service's clock. */
  lastTime = Number.NEGATIVE_INFINITY;
  /** The same of the topic and all below it. */
  lastTimeBelow = Number.NEGATIVE_INFINITY;
  /** The newest event's data, or only its size. Undefined while it is not known. */
  lastData: unknown;
  private readonly byName = new Map<string, TopicNode>();

  constructor(
    readonly name: string,
    /** The whole topic so far. */
    readonly topic: string,
    readonly parent: TopicNode | undefined,
  ) {}

  /** The pattern of all topics of this row. */
  get pattern(): string {
    return this.isTopic ? this.topic : `${this.topic}/**`;
  }

  child(name: string): TopicNode {
    let child = this.byName.get(name);
    if (child === undefined) {
      child = new TopicNode(name, this.parent === undefined ? name : `${this.topic}/${name}`, this);
      this.byName.set(name, child);
      this.children.splice(this.placeOf(name), 0, child);
    }
    return child;
  }

  private placeOf(name: string): number {
    let low = 0;
    let high = this.children.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byTopic(this.children[middle]?.name ?? '', name) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
