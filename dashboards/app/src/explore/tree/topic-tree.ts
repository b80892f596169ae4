import { type FeedEvent, TopicPattern } from '@livefeed/client/engine';
import type { TopicInfo } from '@livefeed/client/queries';
import { formatText } from '../../format/units.ts';
import { TopicNode } from './topic-node.ts';

/** A visible row: a node, its level from 1, and its place among its siblings. */
export interface TreeRow {
  readonly node: TopicNode;
  readonly level: number;
  readonly place: number;
  readonly of: number;
}

/** Max topics: a producer may invent topics without end. */
export const maxTopics = 50_000;

/** Max characters of data that are kept for each topic. Of larger data only the size is kept. */
const largest = 10_000;

/** The service's own topics: there are many and few look for them. */
const own = ['metrics', 'system'];

export function isSystemTopic(topic: string): boolean {
  return own.includes(topic.split('/', 1)[0] ?? '');
}

/** All topics as a tree of segments, with the last event and the rate of each. */
export class TopicTree {
  private readonly root = new TopicNode('', '', undefined);
  private readonly byTopic = new Map<string, TopicNode>();
  /** Changes with each new topic and each fold. */
  version = 0;

  get size(): number {
    return this.byTopic.size;
  }

  /** Whether topics were left out. */
  get isFull(): boolean {
    return this.byTopic.size >= maxTopics;
  }

  node(topic: string): TopicNode | undefined {
    return this.byTopic.get(topic);
  }

  /** Takes an event that came now; `now` is `performance.now()`. */
  note({ topic, time, data, source = '' }: FeedEvent, now: number): void {
    const node = this.nodeOf(topic);
    if (node === undefined) return;
    node.lastData = source.length > largest ? formatText(source.length, 'bytes') : data;
    for (let one: TopicNode | undefined = node; one !== undefined; one = one.parent) one.rate.add(now);
    noteTime(node, time);
  }

  /** Takes a topic with retained events. */
  add({ topic, lastTime }: TopicInfo): void {
    const node = this.nodeOf(topic);
    if (node !== undefined) noteTime(node, lastTime);
  }

  setFolded(node: TopicNode, isFolded: boolean): void {
    node.isFolded = isFolded;
    this.version++;
  }

  /** Unfolds what a topic lies under. */
  reveal(node: TopicNode): void {
    for (let one = node.parent; one !== undefined; one = one.parent) one.isFolded = false;
    this.version++;
  }

  /** When the newest event of a pattern came. */
  lastTimeOf(pattern: string): number {
    const topics = new TopicPattern(pattern);
    let latest = Number.NEGATIVE_INFINITY;
    for (const node of this.byTopic.values()) {
      if (node.lastTime > latest && topics.matches(node.topic)) latest = node.lastTime;
    }
    return latest;
  }

  /** The topic with the newest event, without the service's own topics. */
  get newest(): TopicNode | undefined {
    let newest: TopicNode | undefined;
    for (const node of this.byTopic.values()) {
      if (!isSystemTopic(node.topic) && node.lastTime > (newest?.lastTime ?? 0)) newest = node;
    }
    return newest;
  }

  /** The visible rows, from the top. A filter shows the topics that contain it, also in folded nodes. */
  rows(filter = ''): TreeRow[] {
    const rows: TreeRow[] = [];
    const shown = filter === '' ? undefined : this.matching(filter.toLowerCase());
    const visit = (parent: TopicNode, level: number) => {
      const children = shown === undefined ? parent.children : parent.children.filter((child) => shown.has(child));
      children.forEach((node, i) => {
        rows.push({ node, level, place: i + 1, of: children.length });
        if (shown !== undefined || !node.isFolded) visit(node, level + 1);
      });
    };
    visit(this.root, 1);
    return rows;
  }

  private matching(text: string): Set<TopicNode> {
    const shown = new Set<TopicNode>();
    for (const node of this.byTopic.values()) {
      if (!node.topic.toLowerCase().includes(text)) continue;
      for (let one: TopicNode | undefined = node; one !== undefined && !shown.has(one); one = one.parent) shown.add(one);
    }
    return shown;
  }

  /** The topic's node, made if it is new. Undefined for broadcasts, and for topics past the limit. */
  private nodeOf(topic: string): TopicNode | undefined {
    const known = this.byTopic.get(topic);
    if (known !== undefined || topic === '' || this.isFull) return known;
    const segments = topic.split('/');
    let node = this.root;
    for (const [i, name] of segments.entries()) {
      const before = node.children.length;
      node = node.child(name);
      if (i === 0 && this.root.children.length > before && own.includes(name)) node.isFolded = true;
    }
    node.isTopic = true;
    for (let one: TopicNode | undefined = node; one !== undefined; one = one.parent) one.topics++;
    this.byTopic.set(topic, node);
    this.version++;
    return node;
  }
}

function noteTime(node: TopicNode, time: number): void {
  node.lastTime = Math.max(node.lastTime, time);
  for (let one: TopicNode | undefined = node; one !== undefined; one = one.parent) {
    one.lastTimeBelow = Math.max(one.lastTimeBelow, time);
  }
}
