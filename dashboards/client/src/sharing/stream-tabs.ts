import { withoutCovered } from '../topics/topic-pattern.ts';
import type { FeedEvent } from '../types.ts';
import type { HubTab } from './hub-tab.ts';
import { earliestPosition, laterPosition } from './position.ts';

/** Topics whose tabs are remembered; beyond that all are asked again. */
const maxRoutes = 10_000;

/** The tabs of a stream. */
export class StreamTabs {
  private readonly tabs = new Set<HubTab>();
  private readonly byTopic = new Map<string, readonly HubTab[]>();

  /** As they are now: they may come and go while something is done for each. */
  get all(): readonly HubTab[] {
    return [...this.tabs];
  }

  get count(): number {
    return this.tabs.size;
  }

  /** Those that wait for topics. */
  get held(): readonly HubTab[] {
    return this.all.filter(({ isHeld }) => isHeld);
  }

  /** The fewest topics that are what all of them want. */
  get topics(): readonly string[] {
    return this.topicsWith([]);
  }

  topicsWith(more: readonly string[]): readonly string[] {
    return withoutCovered([...this.all.flatMap(({ topics }) => topics), ...more]);
  }

  /** Where a stream has to begin so that none of them loses anything. */
  get position(): string | undefined {
    return earliestPosition(this.all.map(({ has }) => has));
  }

  add(tab: HubTab): void {
    this.tabs.add(tab);
    this.byTopic.clear();
  }

  delete(tab: HubTab): void {
    this.tabs.delete(tab);
    this.byTopic.clear();
  }

  offer(event: FeedEvent): void {
    for (const tab of this.routeOf(event.topic)) tab.offer(event);
  }

  /** Another stream begins. All but those that wait for more, and one that joins, have what came up to here. */
  rewind(here: string | undefined, joining: HubTab | undefined): void {
    for (const tab of this.tabs) {
      if ((tab !== joining && !tab.isHeld) || tab.has === undefined) tab.has = laterPosition(tab.has, here);
      tab.drop();
    }
  }

  private routeOf(topic: string): readonly HubTab[] {
    let route = this.byTopic.get(topic);
    if (route === undefined) {
      if (this.byTopic.size >= maxRoutes) this.byTopic.clear();
      route = this.all.filter((tab) => tab.wants(topic));
      this.byTopic.set(topic, route);
    }
    return route;
  }
}
