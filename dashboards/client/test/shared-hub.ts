import { afterEach, beforeEach, vi } from 'vitest';
import { FeedHub } from '../src/sharing/feed-hub.ts';
import { FakeSource } from './fake-source.ts';
import { SharedTab } from './shared-tab.ts';

/** A hub for each test, in virtual time, whose streams the test drives. */
export function useSharedHub() {
  let sources: FakeSource[];
  let hub: FeedHub;
  const newHub = () =>
    new FeedHub((topics, after) => {
      const source = new FakeSource(topics, after);
      sources.push(source);
      return source;
    });

  beforeEach(() => {
    vi.useFakeTimers();
    sources = [];
    hub = newHub();
  });
  afterEach(() => {
    hub.close();
    vi.useRealTimers();
  });

  return {
    newHub,
    closeHub: () => hub.close(),
    tab: (topics: readonly string[], after?: string) => new SharedTab(topics, after, hub).start(),
    made: () => sources,
    open: () => sources.filter(({ isClosed }) => !isClosed),
    last: () => sources.at(-1) as FakeSource,
  };
}
