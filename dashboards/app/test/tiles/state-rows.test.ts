import { expect, test } from 'vitest';
import { TopicSet } from '../../src/feed/topic-set.ts';
import { SeriesStore } from '../../src/series/series-store.ts';
import { StateRows } from '../../src/tiles/timeline/state-rows.ts';
import { tileConfig } from '../support/tile-config.ts';

/** A minute of these topics, of which three have a row. */
function timeline(settings: { readonly stale?: number } = {}, now = () => Number.MAX_SAFE_INTEGER) {
  const config = tileConfig({ type: 'timeline', topics: ['**'], limit: 3, ...settings });
  const rows = new StateRows(config, new TopicSet(['**'], []), new SeriesStore(60_000, now));
  return {
    rows,
    take: (topic: string, time: number, data = 'up') => rows.take({ topic, event: 'message', time, data }),
    names: () => rows.list.map(({ topic }) => topic),
  };
}

test('rows of a timeline whose states ended before the window give their place to topics that are there, and are left out', () => {
  const { rows, take, names } = timeline({ stale: 10_000 });
  for (const [i, topic] of ['a', 'b', 'c'].entries()) take(topic, i * 1_000);
  expect(take('d', 70_000)).toBe(false);
  expect([names(), rows.leftOut.text]).toEqual([['a', 'b', 'c'], '1 topic more than can be shown']);

  expect(take('d', 70_001)).toBe(true);
  expect([names(), rows.labels, rows.leftOut.text]).toEqual([
    ['b', 'c', 'd'],
    ['b', 'c', 'd'],
    '1 topic more than can be shown',
  ]);
});

test('a state that holds until the next one keeps its row, however long ago it was said', () => {
  const { rows, take, names } = timeline();
  take('alarm', 0, 'down');
  for (const topic of ['b', 'c']) take(topic, 1_000);
  expect(take('d', 90_000_000)).toBe(false);
  expect([names(), rows.leftOut.text]).toEqual([['alarm', 'b', 'c'], '1 topic more than can be shown']);

  // What came regularly is unknown by now.
  for (let i = 1; i < 9; i++) take('b', 1_000 + i * 1_000);
  expect(take('d', 90_000_000)).toBe(true);
  expect([names(), rows.leftOut.text]).toEqual([['alarm', 'c', 'd'], '1 topic more than can be shown']);
});

test('an event whose time is ahead takes no place of a row that is in the window', () => {
  const { take, names } = timeline({ stale: 10_000 }, () => 5_000);
  for (const topic of ['a', 'b', 'c']) take(topic, 1_000);
  expect([take('d', 90_000_000), names()]).toEqual([false, ['a', 'b', 'c']]);
});
