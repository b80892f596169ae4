import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeTile } from '../support/fake-tile.ts';
import { openPage, publishTo } from '../support/feed-page.ts';
import { ScriptedService } from '../support/scripted-service.ts';

// Thousands of events pass in virtual time: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_700 });
  vi.stubGlobal('reportError', vi.fn());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const named = (folder: string, count: number) => Array.from({ length: count }, (_, i) => `${folder}/${i}`);
const inOrder = (positions: readonly (string | undefined)[]) =>
  positions.map((position) => Number(position?.slice(3))).sort((a, b) => a - b);
/** What one request asks for, as long as it is in an address. */
const sizeOf = (topics: readonly string[]) => `${new URLSearchParams(topics.map((one) => ['topic', one]))}`.length;

test.each(['a/0', 'b/79', 'none'])(
  'a page of more topics than one stream may have gets every event once, while the stream of %s is behind and tiles come and go',
  async (behind) => {
    const service = new ScriptedService();
    const page = openPage(service);
    // Of these, two patterns that are of different streams match one topic.
    const wanted = { one: ['x/*', ...named('a', 80)], two: ['*/y', ...named('b', 80)], three: named('c', 40) };
    const tiles = {
      one: new FakeTile({ topics: wanted.one }),
      two: new FakeTile({ topics: wanted.two }),
      three: new FakeTile({ topics: wanted.three }),
    };
    const gone = new FakeTile({ topics: named('d', 90) });
    Object.assign(service, { streamLag: 400, isBehind: (topics: readonly string[]) => topics.includes(behind) });
    const publishing = publishTo(service, 'a/0', 'x/y', 'b/79', 'c/7', 'b/0', 'd/1');

    page.add(tiles.one, tiles.two, gone);
    await vi.advanceTimersByTimeAsync(1_000);
    service.historyTakes = () => 150;
    page.add(tiles.three);
    await vi.advanceTimersByTimeAsync(1_000);
    page.remove(gone);
    await vi.advanceTimersByTimeAsync(1_000);
    clearInterval(publishing);
    await vi.advanceTimersByTimeAsync(20_000);

    for (const [name, topics] of Object.entries(wanted)) {
      const all = new Set(topics.flatMap((pattern) => service.positionsOf(pattern)));
      expect(inOrder(tiles[name as keyof typeof tiles].positions), name).toEqual(inOrder([...all]));
    }
    const asked = [...service.opened, ...service.asked.map((query) => query.getAll('topic'))];
    expect(Math.max(...asked.map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(service.streamCount).toBe(3);
    expect(page.statuses.at(-1)?.state).toBe('live');
  },
);

test('topics with long names are asked for in as many requests as an address has room for', async () => {
  const service = new ScriptedService();
  const page = openPage(service);
  const long = (at: number) => named('температура/в-здании-у-реки', at + 15).slice(at);
  const tiles = [0, 15, 30].map((at) => new FakeTile({ topics: long(at) }));
  page.add(...tiles);
  await vi.advanceTimersByTimeAsync(1_000);
  const topics = [...service.opened, ...service.asked.map((query) => query.getAll('topic'))];
  expect(sizeOf(named('температура/в-здании-у-реки', 45))).toBeGreaterThan(6_000);
  expect(Math.max(...topics.map(sizeOf))).toBeLessThanOrEqual(6_000);
  for (const topic of long(30)) service.publish(topic);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(tiles.map(({ came }) => came.length)).toEqual([0, 0, 15]);
});

test('a page has at most four streams, and tiles beyond say so until there is room for them', async () => {
  const service = new ScriptedService();
  const page = openPage(service);
  const tiles = ['a', 'b', 'c'].map((folder) => new FakeTile({ topics: named(folder, 200) }));
  const [within, large] = [new FakeTile({ topics: ['b/1'] }), new FakeTile({ topics: named('e', 500) })];
  const leftOut = () => [...tiles, within, large].map(({ isLeftOut }) => isLeftOut);
  page.add(...tiles, large, within);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([leftOut(), service.streamCount]).toEqual([[false, false, true, false, true], 4]);

  for (const topic of ['a/149', 'c/3', 'b/1']) service.publish(topic);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([...tiles, within].map(({ came }) => came.length)).toEqual([1, 1, 0, 1]);

  page.remove(tiles[0] as FakeTile);
  await vi.advanceTimersByTimeAsync(1_000);
  service.publish('c/3');
  await vi.advanceTimersByTimeAsync(1_000);
  expect([leftOut().slice(1), service.streamCount]).toEqual([[false, false, false, true], 4]);
  // From its history, and live.
  expect(tiles[2]?.positions).toEqual(service.positionsOf('c/3'));
});
