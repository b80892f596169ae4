import { afterEach, expect, test, vi } from 'vitest';
import type { ValueCounts } from '../../src/feed/event-router.ts';
import { FeedClock } from '../../src/feed/feed-clock.ts';
import { countsQuery } from '../../src/tiles/heatmap/counts-query.ts';
import { heatTimeStep } from '../../src/tiles/heatmap/heat-counts.ts';
import { FakeTile } from '../support/fake-tile.ts';

afterEach(() => void vi.unstubAllGlobals());

const hour = 3_600_000;
const to = Date.parse('2026-11-24T10:00:07.300Z');

test('the counts of a long window are asked for by the parts of time and the steps of value that the page counts by', async () => {
  const asked: URLSearchParams[] = [];
  vi.stubGlobal('fetch', (input: string) => {
    const { searchParams } = new URL(input, 'http://service');
    asked.push(searchParams);
    const isCount = searchParams.has('histogram');
    const series = [
      {
        topic: 'a/x',
        unit: 'ms',
        times: [to - 20_000, to - 5_000],
        min: [12, 30],
        max: [47, 95],
        last: [12, 30],
        ...(isCount ? { counts: [[0, 3], null] } : {}),
      },
    ];
    return Promise.resolve(Response.json({ from: to - hour, to, next: isCount ? 'e1-12' : 'e1-9', series, leftOut: 0 }));
  });
  const tile = new FakeTile({ type: 'heatmap' });
  const counts: ValueCounts[] = [];
  tile.subscription.router.add({ wants: () => true, accept: () => {}, acceptCounts: (one) => counts.push(one) });

  await countsQuery([tile.subscription]).read({
    clock: new FeedClock(),
    window: hour,
    signal: new AbortController().signal,
    onGap: () => {},
  });

  const question = asked[1] as URLSearchParams;
  const [since, until] = [Date.parse(question.get('since') as string), Date.parse(question.get('until') as string)];
  const step = heatTimeStep(hour);
  expect([step, since % step, (until + 1) % step, (until + 1 - since) / Number(question.get('buckets'))]).toEqual([
    15_000,
    0,
    0,
    step,
  ]);
  expect(since).toBeLessThanOrEqual(to - hour);
  expect(until).toBeGreaterThanOrEqual(to);
  expect(question.get('histogram')).toBe('12,96,84');
  expect(counts).toEqual([{ topic: 'a/x', time: to - 20_000, from: 12, step: 1, counts: [0, 3] }]);
  expect(tile.subscription.filledTo).toBe('e1-12');
});
