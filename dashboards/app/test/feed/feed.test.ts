import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { maxBuffered } from '../../src/feed/stream-buffer.ts';
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

describe('topics that join while 200 events a second come', () => {
  const slow = [0, 30, 700];
  const cases = slow.flatMap((first) =>
    slow.flatMap((second) =>
      [false, true].flatMap((late) =>
        [0, 400].flatMap((lag) => [40, 5_000].map((page) => [first, second, late, lag, page] as const)),
      ),
    ),
  );

  test.each(cases)(
    'have every event once, with history of %d ms, then %d ms, looked at late: %s, the stream behind by %d ms, %d events a page',
    async (first, second, late, lag, pageEvents) => {
      const service = new ScriptedService();
      const page = openPage(service);
      const publishing = publishTo(service, 'a/1', 'a/2', 'a/3', 'b');
      await vi.advanceTimersByTimeAsync(500);
      const tiles = {
        one: new FakeTile({ topics: ['a/1'] }),
        two: new FakeTile({ topics: ['a/2'] }),
        all: new FakeTile({ topics: ['a/*'] }),
        other: new FakeTile({ topics: ['b'] }),
      };
      Object.assign(service, { streamLag: lag, looksWhenAnswering: () => late, pageEvents });

      page.add(tiles.one);
      await vi.advanceTimersByTimeAsync(1_000);
      service.historyTakes = () => first;
      page.add(tiles.two);
      await vi.advanceTimersByTimeAsync(350);
      // Whether the addition before has been read or not.
      service.historyTakes = () => second;
      page.add(tiles.all, tiles.other);
      await vi.advanceTimersByTimeAsync(4_000);
      clearInterval(publishing);
      service.historyTakes = () => 0;
      await vi.advanceTimersByTimeAsync(20_000);

      const expected = { one: 'a/1', two: 'a/2', all: 'a/*', other: 'b' };
      for (const [name, pattern] of Object.entries(expected))
        expect(tiles[name as keyof typeof tiles].positions, name).toEqual(service.positionsOf(pattern));
      expect(page.gaps).toEqual([]);
      expect(service.streamCount).toBe(1);
    },
  );

  test('lose nothing when positions jump, as they do when the service starts', async () => {
    const service = new ScriptedService();
    const page = openPage(service);
    const one = new FakeTile({ topics: ['a'] });
    const two = new FakeTile({ topics: ['b'] });
    page.add(one);
    await vi.advanceTimersByTimeAsync(500);
    for (let i = 0; i < 50; i++) {
      service.publish(i % 2 === 0 ? 'a' : 'b', i === 9 ? 2 ** 32 : i === 19 ? 2 ** 52 : 1);
      if (i === 8) page.add(two);
      await vi.advanceTimersByTimeAsync(5);
    }
    await vi.advanceTimersByTimeAsync(5_000);
    expect([one.positions, two.positions]).toEqual([service.positionsOf('a'), service.positionsOf('b')]);
  });

  test('that are followed already need no other stream', async () => {
    const service = new ScriptedService();
    const opened = vi.spyOn(service, 'streamCount', 'get');
    const made = vi.fn(service.openFeed);
    Object.assign(service, { openFeed: made });
    const page = openPage(service);
    const publishing = publishTo(service, 'a/1');
    const one = new FakeTile();
    const two = new FakeTile({ title: 'another' });
    page.add(one);
    await vi.advanceTimersByTimeAsync(1_000);
    service.historyTakes = () => 600;
    page.add(two);
    await vi.advanceTimersByTimeAsync(3_000);
    clearInterval(publishing);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(two.positions).toEqual(service.positionsOf('a/1'));
    expect(made).toHaveBeenCalledTimes(1);
    opened.mockRestore();
  });
});

test('what is held while history is read is bounded, and nothing is lost by that', async () => {
  const service = new ScriptedService();
  service.pageEvents = 100_000;
  const page = openPage(service);
  const one = new FakeTile();
  page.add(one);
  await vi.advanceTimersByTimeAsync(100);
  service.historyTakes = () => 5_000;
  const two = new FakeTile({ title: 'two' });
  page.add(two);
  await vi.advanceTimersByTimeAsync(100);
  for (let i = 0; i < maxBuffered.events + 500; i++) service.publish('a/1');
  await vi.advanceTimersByTimeAsync(30_000);
  expect(two.came.length).toBe(maxBuffered.events + 500);
  expect(two.positions).toEqual(service.positionsOf('a/1'));
  expect(one.positions).toEqual(service.positionsOf('a/1'));
});

test('a tile whose history is slow does not hold up the others', async () => {
  const service = new ScriptedService();
  const page = openPage(service);
  const [quick, slow] = [new FakeTile({ topics: ['a'] }), new FakeTile({ topics: ['b'] })];
  page.add(quick);
  await vi.advanceTimersByTimeAsync(500);
  service.historyTakes = () => 60_000;
  page.add(slow);
  await vi.advanceTimersByTimeAsync(500);
  service.publish('a');
  await vi.advanceTimersByTimeAsync(500);
  expect([quick.came.length, quick.isReading, slow.isReading]).toEqual([1, false, true]);
});
