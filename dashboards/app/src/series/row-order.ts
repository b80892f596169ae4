import type { TopicSet } from '../feed/topic-set.ts';
import type { Latest } from './latest.ts';
import { byTopic } from './series-label.ts';

/**
 * Rows in the order of a tile's patterns, then of the topics and keys, when some come and go: only those that came are
 * sorted.
 */
export class RowOrder {
  private sorted: Latest[] = [];
  private came: Latest[] = [];
  private readonly gone = new Set<Latest>();

  constructor(private readonly topics: TopicSet) {}

  add(row: Latest): void {
    this.came.push(row);
  }

  remove(row: Latest): void {
    this.gone.add(row);
  }

  get rows(): readonly Latest[] {
    if (this.came.length === 0 && this.gone.size === 0) return this.sorted;
    const came = this.came.filter((row) => !this.gone.has(row)).sort((a, b) => this.compare(a, b));
    const merged: Latest[] = [];
    let next = 0;
    for (const row of this.sorted) {
      if (this.gone.has(row)) continue;
      for (let one = came[next]; one !== undefined && this.compare(one, row) < 0; one = came[++next]) merged.push(one);
      merged.push(row);
    }
    merged.push(...came.slice(next));
    this.sorted = merged;
    this.came = [];
    this.gone.clear();
    return merged;
  }

  private compare(a: Latest, b: Latest): number {
    return this.topics.rank(a.topic) - this.topics.rank(b.topic) || byTopic(a.topic, b.topic) || byTopic(a.key, b.key);
  }
}
