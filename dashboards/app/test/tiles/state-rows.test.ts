import { expect, test } from 'vitest';
import { TopicSet } from '../../src/feed/topic-set.ts';
import { SeriesStore } from '../../src/series/series-store.ts';
import { StateRows } from '../../src/tiles/timeline/state-rows.ts';
import { tileConfig } from '../support/tile-config.ts';

test('rows of a timeline that are out of the window give their place to topics that are there', () => {
  const config = tileConfig({ type: 'timeline', topics: ['**'], limit: 3 });
  const store = new SeriesStore(60_000);
  const rows = new StateRows(config, new TopicSet(['**'], []), (lastTime, at) => store.isOver(lastTime, at));
  const take = (topic: string, time: number) => rows.take({ topic, event: 'message', time, data: 'up' });
  const names = () => rows.list.map(({ topic }) => topic);
  for (const [i, topic] of ['a', 'b', 'c'].entries()) take(topic, i * 1_000);
  expect(take('d', 60_000)).toBe(false);
  expect([names(), rows.leftOut.text]).toEqual([['a', 'b', 'c'], '1 topic more than can be shown']);

  expect(take('d', 60_001)).toBe(true);
  expect([names(), rows.labels, rows.leftOut.text]).toEqual([['b', 'c', 'd'], ['b', 'c', 'd'], '']);
});
