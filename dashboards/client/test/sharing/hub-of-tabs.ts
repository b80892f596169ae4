import { afterEach, beforeEach, vi } from 'vitest';
import { FeedHub } from '../../src/sharing/feed-hub.ts';
import type { OpenHubLine } from '../../src/sharing/messages.ts';
import { FakeSource } from '../fake-source.ts';
import { SharedTab } from './shared-tab.ts';

/** A hub for each test, in virtual time, with the tabs and the streams that it has. */
export class HubOfTabs {
  sources: FakeSource[] = [];
  hub!: FeedHub;

  constructor() {
    beforeEach(() => {
      vi.useFakeTimers();
      this.sources = [];
      this.hub = this.newHub();
    });
    afterEach(() => {
      this.hub.close();
      vi.useRealTimers();
    });
  }

  readonly newHub = (): FeedHub =>
    new FeedHub((topics, after) => {
      const source = new FakeSource(topics, after);
      this.sources.push(source);
      return source;
    });

  /** The way of a tab that is no `SharedTab`. */
  readonly line: OpenHubLine = async (events) => {
    const port = { send: (message: Parameters<typeof events.message>[0]) => events.message(message) };
    return { send: (message) => this.hub.take(port, message), close: () => {} };
  };

  readonly tab = (topics: readonly string[], after?: string): Promise<SharedTab> =>
    new SharedTab(topics, after, this.hub).start();

  /** The streams that are open. */
  readonly open = (): FakeSource[] => this.sources.filter(({ isClosed }) => !isClosed);

  readonly last = (): FakeSource => this.sources.at(-1)!;
}
