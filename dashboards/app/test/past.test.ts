import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FeedEvent } from '@livefeed/client';
import { TopicSet } from '../src/feed/topic-set.ts';
import { SeriesStore } from '../src/series/series-store.ts';
import { StateRows } from '../src/tiles/state-rows.ts';
import { PageTime } from '../src/time/page-time.ts';
import { Past } from '../src/time/past.ts';
import { readSpan } from '../src/time/read-span.ts';
import { tileConfig } from './tile-config.ts';

const pageSize = 10_000;

/** History of one topic, a `/history` that pages as the service's does. */
class History {
  readonly asked: URLSearchParams[] = [];

  constructor(private readonly events: readonly { readonly time: number; readonly data: unknown }[]) {}

  readonly fetch = (input: RequestInfo | URL): Promise<Response> => {
    const query = new URL(String(input), 'http://service').searchParams;
    this.asked.push(query);
    const since = Date.parse(query.get('since') ?? '');
    const start = query.has('after') ? Number(query.get('after')) : this.events.findIndex(({ time }) => time >= since);
    const page = start < 0 ? [] : this.events.slice(start, start + pageSize);
    const wire = (time: number) => ({ topic: 'door', time: new Date(time).toISOString() });
    const events = page.map(({ time, data }, i) => ({ position: String(start + i), ...wire(time), data }));
    return Promise.resolve(new Response(JSON.stringify({ events, next: String(start + page.length) })));
  };
}

const each = (count: number, interval: number) => Array.from({ length: count }, (_, i) => ({ time: i * interval, data: i }));

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the events of a span', () => {
  const read = async (history: History, from: number, to: number) => {
    vi.stubGlobal('fetch', history.fetch);
    const { events, since } = await readSpan(['door'], from, to, new AbortController().signal);
    return { first: events[0]?.time, last: events.at(-1)?.time, count: events.length, since };
  };

  test('are those between its ends, with one question where they fit', async () => {
    const history = new History(each(100, 1_000));
    expect(await read(history, 10_000, 20_000)).toEqual({ first: 10_000, last: 20_000, count: 11, since: 10_000 });
    expect(history.asked).toHaveLength(1);
  });

  test('are read page by page', async () => {
    expect(await read(new History(each(18_000, 1_000)), 0, 15_000_000)).toMatchObject({ first: 0, last: 15_000_000, count: 15_001 });
  });

  test('are the newest where there are too many', async () => {
    const { first, last, count, since } = await read(new History(each(90_000, 1_000)), 0, 80_000_000);
    expect(last).toBe(80_000_000);
    expect(count).toBeGreaterThan(5_000);
    expect(count).toBeLessThanOrEqual(20_000);
    expect(first).toBeGreaterThanOrEqual(since);
  });

  test('are none where even the least part has too many, as their end would be missing', async () => {
    const burst = Array.from({ length: 60_000 }, (_, i) => ({ time: 100_000, data: i }));
    expect(await read(new History(burst), 0, 100_000)).toMatchObject({ count: 0, since: 100_000 });
  });
});

describe('timelines of a page that goes back', () => {
  const shown: (string | undefined)[] = [];
  const timeline = {
    patterns: ['door'],
    showPast: (events: readonly FeedEvent[], since: number) => void shown.push(`${events.map(({ data }) => String(data))} since ${since}`),
    showLive: () => void shown.push('live'),
  };
  const open = () => {
    const time = new PageTime(() => 100_000);
    new Past(time, () => {}).use(new SeriesStore(10_000), new Set([timeline]), 10_000);
    shown.length = 0;
    return time;
  };

  test('show the events of the earlier window, and live those that came', async () => {
    vi.stubGlobal('fetch', new History([{ time: 41_000, data: 'open' }, { time: 55_000, data: 'shut' }]).fetch);
    const time = open();
    time.goTo(50_000);
    await vi.runAllTimersAsync();
    expect(shown).toEqual(['open since 40000']);
    time.goLive();
    expect(shown).toEqual(['open since 40000', 'live']);
  });

  test('are not asked for each place that the slider passes', async () => {
    const history = new History([{ time: 41_000, data: 'open' }]);
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
    answer(new Response(JSON.stringify({ events: [], next: '0' })));
    await vi.runAllTimersAsync();
    expect(shown).toEqual(['live']);
  });
});

describe('the rows of a timeline', () => {
  const config = tileConfig({ type: 'timeline', limit: 2 });
  const rows = (known: string[] = []) => new StateRows(config, new TopicSet(config.topics, []), known);
  const event = (topic: string, time = 1_000) => ({ topic, time, event: 'message', data: 'up' });

  test('are there for topics that are known, also when nothing comes', () => {
    const made = rows(['a/y']);
    made.take(event('a/x'));
    expect(made.list.map(({ topic, last }) => [topic, last?.state.name])).toEqual([['a/x', 'up'], ['a/y', undefined]]);
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
