import { afterEach, expect, test, vi } from 'vitest';
import { FeedClock } from '../../src/feed/feed-clock.ts';
import { chartFill, seriesQuery } from '../../src/history/series-query.ts';
import { FakeTile } from '../support/fake-tile.ts';

afterEach(() => void vi.unstubAllGlobals());

const context = () => ({ clock: new FeedClock(), window: 1_200_000, signal: new AbortController().signal, onGap: () => {} });

/** A service whose answers have room for two series that a pattern finds, and for all that are named. */
function serve(topics: readonly string[]) {
  return (input: RequestInfo | URL): Promise<Response> => {
    const { pathname, searchParams } = new URL(String(input), 'http://service');
    if (pathname === '/topics') {
      return Promise.resolve(
        Response.json({ topics: topics.map((topic) => ({ topic, lastTime: '2026-11-24T10:00:00Z', retained: 1 })) }),
      );
    }
    const asked = searchParams.getAll('topic');
    const found = asked.includes('a/*') ? topics.slice(0, 2) : topics.filter((topic) => asked.includes(topic));
    const series = found.map((topic) => ({ topic, times: [1_000], min: [7], max: [7], last: [7] }));
    return Promise.resolve(
      Response.json({ from: 0, to: 1_200_000, next: 'e1-9', series, leftOut: topics.length - found.length }),
    );
  };
}

test('what one answer has no room for is asked for by name, but for what no tile wants', async () => {
  vi.stubGlobal('fetch', serve(Array.from({ length: 90 }, (_, i) => `a/${i}`)));
  const tile = new FakeTile({ except: ['a/88'] });

  await seriesQuery([tile.subscription], undefined, chartFill).read(context());

  const filled = new Set(tile.came.map(({ topic }) => topic));
  expect(filled.size).toBe(89);
  expect(filled.has('a/88')).toBe(false);
  expect(tile.subscription.filledTo).toBe('e1-9');
});

test.each([chartFill, { buckets: 150, maxFurther: 2_000 }])(
  'where there is no data there is nothing to fill, and the stream goes on',
  async (fill) => {
    vi.stubGlobal('fetch', serve([]));
    const tile = new FakeTile();
    await seriesQuery([tile.subscription], undefined, fill).read(context());
    expect([tile.came, tile.faults, tile.subscription.filledTo]).toEqual([[], [], 'e1-9']);
  },
);

test('a series without a value is no data either', async () => {
  const series = [{ topic: 'a/1', times: [], min: [], max: [], last: [] }];
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ from: 0, to: 1_200_000, next: 'e1-9', series, leftOut: 0 })));
  const tile = new FakeTile();
  await seriesQuery([tile.subscription], undefined, chartFill).read(context());
  expect([tile.came, tile.subscription.filledTo]).toEqual([[], 'e1-9']);
});
