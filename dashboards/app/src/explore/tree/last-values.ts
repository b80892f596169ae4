import { Refusal } from '@livefeed/client/engine';
import { readLast } from '../recent-history.ts';
import type { TopicNode } from './topic-node.ts';

/** Reads the last value of topics in sight that have had no event yet: one at a time, each once. */
export class LastValues {
  private readonly asked = new Set<TopicNode>();
  private readonly waiting: TopicNode[] = [];
  private isRunning = false;

  constructor(private readonly onValue: () => void) {}

  want(node: TopicNode): void {
    if (!node.isTopic || node.lastData !== undefined || this.asked.has(node)) return;
    this.asked.add(node);
    this.waiting.push(node);
    if (!this.isRunning) void this.run();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    // The latest request is the most likely to be still in sight.
    for (let node = this.waiting.pop(); node !== undefined; node = this.waiting.pop()) {
      if (node.lastData !== undefined) continue;
      try {
        const event = await readLast(node.topic);
        // An event that came meanwhile is newer.
        if (event !== undefined && node.lastData === undefined) {
          node.lastData = event.data;
          this.onValue();
        }
      } catch (error) {
        if (!(error instanceof Refusal)) this.asked.delete(node);
      }
    }
    this.isRunning = false;
  }
}
