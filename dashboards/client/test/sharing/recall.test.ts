import { describe, expect, test, vi } from 'vitest';
import { LiveFeed } from '../../src/feed/live-feed.ts';
import { SharedTransport } from '../../src/sharing/shared-transport.ts';
import { settle } from '../fake-service.ts';
import { event, missed } from '../fake-source.ts';
import { HubOfTabs } from './hub-of-tabs.ts';

const hubOf = new HubOfTabs();
const { tab, last, line } = hubOf;

/** The feed of a page, by the common stream, and what its listeners are given. */
async function feedOf(topics: readonly string[], after: string) {
  const got: (string | undefined)[] = [];
  const transport = new SharedTransport({ token: undefined, lines: () => [line] });
  const feed = new LiveFeed({ topics, after }, { root: '', transport });
  feed.on('*', ({ topic, position }: { topic: string; position?: string }) => got.push(`${topic}@${position}`));
  feed.start();
  await settle();
  return { feed, got };
}

/** A topic that a tab adds to the open stream, and what it had missed of it. */
async function add(topic: string, after: string, ...positions: number[]) {
  const added = await tab([topic], after);
  await vi.advanceTimersByTimeAsync(50);
  await last().accept();
  last().bring(...positions.map((position) => missed(topic, position)));
  last().mark(last().position, topic);
  return added;
}

describe('a page that joins topics which another one added a moment before', () => {
  test('has all that it missed, in the order of the log', async () => {
    await tab(['a'], 'e1-98');
    last().live();
    last().bring(event('a', 100), event('a', 102), event('a', 104));
    await add('b', 'e1-98', 99, 101, 103);
    const { feed, got } = await feedOf(['a', 'b'], 'e1-99');
    last().bring(event('b', 105));
    await settle();
    expect(hubOf.sources).toHaveLength(1);
    expect(got).toEqual(['a@e1-100', 'b@e1-101', 'a@e1-102', 'b@e1-103', 'a@e1-104', 'b@e1-105']);
    expect(feed.position).toBe('e1-105');
    feed.close();
  });

  test('has each event once, also when the topics were left out and added again', async () => {
    await tab(['a'], 'e1-1');
    last().live();
    const first = await add('b', 'e1-1', 2, 3);
    first.feed.close();
    await vi.advanceTimersByTimeAsync(2_050);
    await last().accept();
    await add('b', 'e1-1', 2, 3);
    const late = await tab(['a', 'b'], 'e1-1');
    expect([late.got, hubOf.sources.length]).toEqual([['b@e1-2', 'b@e1-3'], 1]);
  });
});
