import { describe, expect, test, vi } from 'vitest';
import { regularInterval } from '../../src/series/latest.ts';
import { LatestGroup, maxRows } from '../../src/series/latest-group.ts';
import { tileConfig } from '../support/tile-config.ts';

const event = (topic: string, data: unknown, time = 1_000) => ({ topic, event: 'metric', time, data });

function group(settings: Parameters<typeof tileConfig>[0] = {}, onChange = () => {}): LatestGroup {
  return new LatestGroup(tileConfig({ topics: ['**'], ...settings }), () => true, onChange);
}

describe('latest values', () => {
  test('are one a topic, in the order in which people count, until no topic is left to name', () => {
    const one = group();
    expect(one.rows).toEqual([]);
    for (const topic of ['a/10', 'a/2', 'a/10']) one.accept(event(topic, topic));
    expect(one.rows.map(({ label, latest }) => [label, latest.data])).toEqual([
      ['2', 'a/2'],
      ['10', 'a/10'],
    ]);
  });

  test('are one a key, where the board names one, and nothing without it', () => {
    const one = group({ key: 'order.id' });
    for (const id of [7, 3, 7]) one.accept(event('orders', { order: { id } }));
    one.accept(event('orders', { order: {} }));
    expect(one.rows.map(({ label }) => label)).toEqual(['3', '7']);
  });

  test('are not replaced by older ones, as history and stream overlap', () => {
    const onChange = vi.fn();
    const one = group({}, onChange);
    one.accept(event('a', 1, 2_000));
    one.accept(event('a', 2, 1_000));
    expect(one.rows[0]?.latest.data).toBe(1);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  test('are those that came last, although one before them told a time ahead, and although they come late', () => {
    const one = group();
    const placed = (at: number, data: number, time: number) => ({ ...event('a', data, time), position: `e1-${at}` });
    const took = [
      [8, 1_000],
      [9, 86_400_000],
      [10, 2_000],
      [9, 86_400_000],
      [11, 500],
    ] as const;
    const seen = took.map(([at, time]) => {
      one.accept(placed(at, at, time));
      return [one.rows[0]?.latest.data, one.rows[0]?.latest.lastTime];
    });
    expect(seen).toEqual([
      [8, 1_000],
      [9, 86_400_000],
      [10, 2_000],
      [10, 2_000],
      [11, 500],
    ]);
    one.accept({ ...event('a', 12, 400), position: 'e2-1' });
    expect(one.rows[0]?.latest.data).toBe(12);
  });

  test('are no more than a page can hold: newer keys take the place of those that have had nothing for longest', () => {
    const gone: string[] = [];
    const one = new LatestGroup(
      tileConfig({ topics: ['**'], key: 'id' }),
      () => true,
      () => {},
      ({ key }) => gone.push(key),
    );
    for (let id = 0; id < maxRows; id++) one.accept(event('orders', { id }, id));
    one.accept(event('orders', { id: 0 }, 5_000));
    for (let id = maxRows; id < maxRows + 3; id++) one.accept(event('orders', { id }, id + 5_000));
    expect(one.rows).toHaveLength(maxRows);
    expect(gone).toEqual(['1', '2', '3']);
    expect([one.rows[0]?.label, one.rows[1]?.label, one.rows.at(-1)?.label]).toEqual(['0', '4', String(maxRows + 2)]);
  });

  test('stand in order whenever they come and go', () => {
    const one = new LatestGroup(
      tileConfig({ topics: ['b', '**'] }),
      () => true,
      () => {},
    );
    for (const topic of ['c/10', 'c/9', 'b']) one.accept(event(topic, 1));
    expect(one.rows.map(({ latest }) => latest.topic)).toEqual(['b', 'c/9', 'c/10']);
    for (const topic of ['a', 'c/9', 'c/11', 'c/1']) one.accept(event(topic, 1));
    expect(one.rows.map(({ latest }) => latest.topic)).toEqual(['b', 'a', 'c/1', 'c/9', 'c/10', 'c/11']);
  });

  test('are taken over by a tile that reads the same and shows it otherwise', () => {
    const one = group();
    one.accept(event('a/1', 7));
    const other = group({ label: 'core {}' });
    other.adopt(one);
    other.accept(event('a/2', 8, 2_000));
    expect(other.rows.map(({ label, latest }) => [label, latest.data])).toEqual([
      ['core 1', 7],
      ['core 2', 8],
    ]);
  });
});

test.each([
  [[1_000, 1_000], undefined],
  [[1_000, 990, 1_010], 1_000],
  [[1_000, 1_000, 1_000, 60_000], 1_000],
  [[1_000, 60_000, 2_000, 400_000], undefined],
])('intervals of %j are regular at %j', (intervals, regular) => {
  expect(regularInterval(intervals)).toBe(regular);
});
