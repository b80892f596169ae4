import { afterEach, expect, test, vi } from 'vitest';
import { EventRouter } from '../src/feed/event-router.ts';
import { FeedClock } from '../src/feed/feed-clock.ts';
import { chartFill, fillSeries } from '../src/feed/fill-series.ts';
import { TopicSet } from '../src/feed/topic-set.ts';
import { tileConfig } from './tile-config.ts';

afterEach(() => void vi.unstubAllGlobals());

/** A service whose answers have room for two series that a pattern finds, and for all that are named. */
function serve(topics: readonly string[]) {
  return (input: RequestInfo | URL): Promise<Response> => {
    const { pathname, searchParams } = new URL(String(input), 'http://service');
    if (pathname === '/topics') {
      return Promise.resolve(Response.json({ topics: topics.map((topic) => ({ topic, lastTime: '2026-11-24T10:00:00Z', retained: 1 })) }));
    }
    const asked = searchParams.getAll('topic');
    const found = asked.includes('a/*') ? topics.slice(0, 2) : topics.filter((topic) => asked.includes(topic));
    const series = found.map((topic) => ({ topic, times: [1_000], min: [7], max: [7], last: [7] }));
    return Promise.resolve(Response.json({ from: 0, to: 1_200_000, next: 'e1-9', series, leftOut: topics.length - found.length }));
  };
}

test('what one answer has no room for is asked for by name, but for what no tile wants', async () => {
  vi.stubGlobal('fetch', serve(Array.from({ length: 90 }, (_, i) => `a/${i}`)));
  const config = tileConfig({ except: ['a/88'] });
  const wanted = new TopicSet(config.topics, config.except);
  const router = new EventRouter();
  const filled = new Set<string>();
  router.add({ wants: (topic) => wanted.has(topic), accept: ({ topic }) => void filled.add(topic) });

  const next = await fillSeries([{ config, router }], 1_200_000, new FeedClock(), chartFill);

  expect(filled.size).toBe(89);
  expect(filled.has('a/88')).toBe(false);
  expect(next).toBe('e1-9');
});
