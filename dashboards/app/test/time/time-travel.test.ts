import { readStates } from '@livefeed/client/queries';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TopicSet } from '../../src/feed/topic-set.ts';
import { stateEvents } from '../../src/history/value-event.ts';
import { SeriesStore } from '../../src/series/series-store.ts';
import { StateRows } from '../../src/tiles/timeline/state-rows.ts';
import { PageTime } from '../../src/time/page-time.ts';
import { isoTime } from '../../src/time/past-reader.ts';
import type { PastSpan } from '../../src/time/rewindable.ts';
import { TimeTravel } from '../../src/time/time-travel.ts';
import { tileConfig } from '../support/tile-config.ts';

/** `/history/states` of one topic. */
class History {
  readonly asked: URLSearchParams[] = [];

  constructor(
    private readonly times: readonly number[],
    private readonly values: readonly string[],
  ) {}

  readonly fetch = (input: RequestInfo | URL): Promise<Response> => {
    const { pathname, searchParams } = new URL(String(input), 'http://service');
    if (pathname !== '/history/states') return Promise.resolve(new Response('', { status: 404 }));
    this.asked.push(searchParams);
    return Promise.resolve(
      Response.json({
        from: 0,
        to: 0,
        next: 'e1-1',
        series: [{ topic: 'door', times: this.times, values: this.values }],
        leftOut: 0,
      }),
    );
  };
}

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('timelines of a page that goes back', () => {
  const shown: (string | undefined)[] = [];
  const timeline = {
    readPast: async ({ from, to, signal }: PastSpan) => {
      const { series } = await readStates({
        topics: ['door'],
        value: 'is',
        since: isoTime(from),
        until: isoTime(to),
        buckets: 600,
        signal,
      });
      return () =>
        void shown.push(
          series
            .flatMap((columns) => stateEvents(columns, 'is'))
            .map(({ time, data }) => `${time} ${JSON.stringify(data)}`)
            .join(' '),
        );
    },
    hold: () => void shown.push('held'),
    showLive: () => void shown.push('live'),
  };
  const open = () => {
    const time = new PageTime(() => 100_000);
    new TimeTravel(time, () => {}, new AbortController().signal).use(new SeriesStore(10_000), new Set([timeline]), 10_000);
    shown.length = 0;
    return time;
  };

  test('show the states of the earlier window, what held when it begins too, and live those that came', async () => {
    const history = new History([12_000, 45_000], ['open', 'shut']);
    vi.stubGlobal('fetch', history.fetch);
    const time = open();
    time.goTo(50_000);
    await vi.runAllTimersAsync();
    const states = '12000 {"is":"open"} 45000 {"is":"shut"}';
    expect(shown).toEqual(['held', states]);
    expect(Object.fromEntries(history.asked[0] ?? [])).toEqual({
      topic: 'door',
      since: '1970-01-01T00:00:40.000Z',
      until: '1970-01-01T00:00:50.000Z',
      buckets: '600',
      value: 'is',
    });
    time.goLive();
    expect(shown).toEqual(['held', states, 'live']);
  });

  test('are not asked for each place that the slider passes', async () => {
    const history = new History([41_000], ['open']);
    vi.stubGlobal('fetch', history.fetch);
    const time = open();
    for (const place of [80_000, 60_000, 50_000]) time.goTo(place);
    await vi.runAllTimersAsync();
    expect(history.asked.map((query) => Date.parse(query.get('since') ?? ''))).toEqual([40_000]);
  });

  test('do not show an answer that comes when the page is live again', async () => {
    let answer = (_: Response) => {};
    vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => (answer = resolve)));
    const time = open();
    time.goTo(50_000);
    await vi.advanceTimersByTimeAsync(1_000);
    time.goLive();
    answer(Response.json({ from: 0, to: 0, next: 'e1-1', series: [], leftOut: 0 }));
    await vi.runAllTimersAsync();
    expect(shown).toEqual(['held', 'live']);
  });
});

describe('the rows of a timeline', () => {
  const config = tileConfig({ type: 'timeline', limit: 2 });
  const rows = (known: string[] = []) =>
    new StateRows(config, new TopicSet(config.topics, []), { isOver: () => false, now: Date.now }, known);
  const event = (topic: string, time = 1_000) => ({ topic, time, event: 'message', data: 'up' });

  test('are there for topics that are known, also when nothing comes', () => {
    const made = rows(['a/y']);
    made.take(event('a/x'));
    expect(made.list.map(({ topic, last }) => [topic, last?.state.name])).toEqual([
      ['a/x', 'up'],
      ['a/y', undefined],
    ]);
  });

  test('say how many topics have no room, each once', () => {
    const made = rows();
    for (const topic of ['a/1', 'a/2']) made.take(event(topic));
    expect(made.leftOut.text).toBe('');
    expect(made.take(event('a/3'))).toBe(false);
    made.take(event('a/3', 2_000));
    expect(made.leftOut.text).toBe('1 topic more than can be shown');
    made.take(event('a/4'));
    expect(made.leftOut.text).toBe('2 topics more than can be shown');
  });
});

test('while the part that reads the past cannot be loaded, the last window stays and nothing fails', async () => {
  const load = vi.fn(() => {
    throw new TypeError('Failed to fetch dynamically imported module');
  });
  vi.doMock('../../src/time/past-reader.ts', load);
  const failed: unknown[] = [];
  const note = (error: unknown) => failed.push(error);
  process.on('unhandledRejection', note);
  const time = new PageTime(() => Date.now());
  const closer = new AbortController();
  const travel = new TimeTravel(time, () => {}, closer.signal);
  travel.use(new SeriesStore(60_000), new Set(), 60_000);
  time.goTo(-1_000);
  await vi.advanceTimersByTimeAsync(1_000);
  await vi.waitFor(() => expect(load).toHaveBeenCalled());
  vi.useRealTimers();
  await new Promise((resolve) => setImmediate(resolve));
  expect(failed).toEqual([]);
  process.off('unhandledRejection', note);
  vi.doUnmock('../../src/time/past-reader.ts');
  closer.abort();
});
