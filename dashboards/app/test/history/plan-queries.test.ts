import { afterEach, expect, test, vi } from 'vitest';
import { FeedClock } from '../../src/feed/feed-clock.ts';
import { planQueries } from '../../src/history/plan-queries.ts';
import type { TileConfig } from '../../src/tiles/generated/tile-config.ts';
import { tileTypes } from '../../src/tiles/generated/tile-defaults.ts';
import { historyOf } from '../../src/tiles/tile-types.ts';
import { FakeTile } from '../support/fake-tile.ts';
import { tileConfig } from '../support/tile-config.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

afterEach(() => void vi.unstubAllGlobals());

test('of a short window courses are read event by event, of a long one thinned', () => {
  const of = (window: number) =>
    (['line', 'number', 'meter', 'heatmap', 'sparklines'] as const).map(
      (type) => historyOf(tileConfig({ type }), window)?.name,
    );
  expect(of(5 * minute)).toEqual(['window', 'window', 'window', 'window', 'window']);
  expect(of(day)).toEqual(['series', 'series', 'series', 'counts', 'cells']);
});

test.each([5 * minute, day])('what shows no course is never read event by event (window %d)', (window) => {
  const of = (type: TileConfig['type'], more: object = {}) => historyOf(tileConfig({ type, ...more }), window)?.name;
  expect([of('events'), of('timeline')]).toEqual(['list', 'states']);
  expect([of('bars'), of('table'), of('status'), of('plan'), of('text'), of('table', { key: 'id' })]).toEqual([
    ...Array(5).fill('latest'),
    'keys',
  ]);
});

/** Fills tiles, one unless told, and returns what was asked for, and what came. */
async function fill(config: TileConfig, window: number, count = 1) {
  const asked: string[] = [];
  const event = {
    position: 'e1-3',
    topic: 'a/x',
    event: 'message',
    time: '2026-11-24T10:00:00Z',
    data: { id: 7, value: 'up' },
  };
  vi.stubGlobal('fetch', (input: string) => {
    const { pathname, searchParams } = new URL(input, 'http://service');
    const isFurther = searchParams.has('after');
    if (!isFurther)
      asked.push(
        `${pathname} ${[...searchParams]
          .filter(([name]) => name !== 'topic')
          .map(([name, value]) => `${name}=${value}`)
          .join(' ')}`.trim(),
      );
    const answers: Record<string, unknown> = {
      '/history': { events: isFurther ? [] : [event], next: 'e1-9' },
      '/history/states': {
        from: 0,
        to: 1,
        next: 'e1-9',
        series: [{ topic: 'a/x', times: [1_000, 2_000], values: ['up', 3] }],
        leftOut: 0,
      },
      '/topics': { topics: [{ topic: 'a/x', lastTime: '2026-11-24T10:00:00Z', retained: 1 }] },
    };
    return Promise.resolve(Response.json(answers[pathname]));
  });
  const tiles = Array.from({ length: count }, () => new FakeTile({ ...config, window }));
  const context = { clock: new FeedClock(), window, signal: new AbortController().signal, onGap: () => {} };
  for (const { subscriptions, make } of planQueries(tiles.map(({ subscription }) => subscription)))
    await make(subscriptions).read(context);
  return {
    asked,
    came: tiles.flatMap(({ came }) => came.map(({ topic, data }) => [topic, data])),
    next: tiles[0]?.subscription.filledTo,
  };
}

const data = { id: 7, value: 'up' };

test('a table has the latest events of each topic, however long ago they were', async () => {
  expect(await fill(tileConfig({ type: 'table' }), minute)).toEqual({
    asked: ['/history newestOfEach=4'],
    came: [['a/x', data]],
    next: 'e1-9',
  });
});

test('rows that stand in the data are looked for among the newest events', async () => {
  expect(await fill(tileConfig({ type: 'table', key: 'id' }), minute)).toMatchObject({
    asked: ['/history newest=10000'],
    came: [['a/x', data]],
  });
});

test('a list has as many of the newest events as it shows, of topics that are no exceptions', async () => {
  expect(await fill(tileConfig({ type: 'events', limit: 20 }), day)).toMatchObject({
    asked: ['/history newest=20'],
    came: [['a/x', data]],
  });
  expect(await fill(tileConfig({ type: 'events', limit: 20, except: ['a/y'] }), day)).toMatchObject({
    asked: ['/topics pattern=a/*', '/history newest=20'],
  });
});

test('each of several lists has its events', async () => {
  expect((await fill(tileConfig({ type: 'events' }), day, 3)).came).toHaveLength(3);
});

test('a timeline has states, where it looks for them', async () => {
  expect(await fill(tileConfig({ type: 'timeline', value: 'door.is' }), 90 * minute)).toEqual({
    asked: ['/history/states since=01:30:00 buckets=600 value=door.is'],
    came: [
      ['a/x', { door: { is: 'up' } }],
      ['a/x', { door: { is: 3 } }],
    ],
    next: 'e1-9',
  });
});

test('a chart has what was known before its window, and then the window', async () => {
  expect(await fill(tileConfig({ type: 'line' }), minute)).toMatchObject({
    asked: ['/history newestOfEach=1 until=00:01:00', '/history limit=10000 since=00:01:00'],
  });
});

test.each([5 * minute, 15 * minute, day])(
  'every type of tile whose topics have no data is filled with nothing (window %d)',
  async (window) => {
    const empty: Record<string, unknown> = {
      '/history': { events: [], next: 'e1-9' },
      '/history/states': { from: 0, to: window, next: 'e1-9', series: [], leftOut: 0 },
      '/history/series': { from: 0, to: window, next: 'e1-9', series: [], leftOut: 0 },
      '/topics': { topics: [] },
    };
    vi.stubGlobal('fetch', (input: string) =>
      Promise.resolve(Response.json(empty[new URL(input, 'http://service').pathname])),
    );
    const tiles = tileTypes.flatMap((type) => [
      new FakeTile({ type, window }),
      new FakeTile({ type, window, key: 'id', except: ['a/y'] }),
    ]);
    const context = { clock: new FeedClock(), window, signal: new AbortController().signal, onGap: () => {} };
    for (const { subscriptions, make } of planQueries(tiles.map(({ subscription }) => subscription)))
      await make(subscriptions).read(context);
    for (const tile of tiles)
      expect([tile.came, tile.faults, tile.subscription.filledTo]).toEqual([
        [],
        [],
        tile.subscription.kind === undefined ? undefined : 'e1-9',
      ]);
  },
);
