import { describe, expect, test, vi } from 'vitest';
import { regularInterval } from '../src/series/latest.ts';
import { LatestGroup } from '../src/series/latest-group.ts';
import { tileConfig } from './tile-config.ts';

const event = (topic: string, data: unknown, time = 1_000) => ({ topic, event: 'metric', time, data });

function group(settings: Parameters<typeof tileConfig>[0] = {}, onChange = () => {}): LatestGroup {
  return new LatestGroup(tileConfig({ topics: ['**'], ...settings }), () => true, onChange);
}

describe('latest values', () => {
  test('are one a topic, in the order in which people count, until no topic is left to name', () => {
    const one = group();
    expect(one.rows).toEqual([]);
    for (const topic of ['a/10', 'a/2', 'a/10']) one.accept(event(topic, topic));
    expect(one.rows.map(({ label, latest }) => [label, latest.data])).toEqual([['2', 'a/2'], ['10', 'a/10']]);
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

  test('are no more than a page can hold', () => {
    const one = group();
    for (let i = 0; i < 3_000; i++) one.accept(event(`a/${i}`, i));
    expect(one.rows).toHaveLength(2_000);
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
