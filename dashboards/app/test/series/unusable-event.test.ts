import { expect, test } from 'vitest';
import { LatestGroup } from '../../src/series/latest-group.ts';
import { readValue } from '../../src/series/read-value.ts';
import { SeriesGroup } from '../../src/series/series-group.ts';
import { SeriesStore } from '../../src/series/series-store.ts';
import { tileConfig } from '../support/tile-config.ts';

const event = (data: unknown) => ({ topic: 'shop/state', event: 'message', time: 1, data });

test.each([
  ['a text', undefined, 'closed', 'no number in shop/state: closed'],
  ['an object', undefined, { state: 'up' }, 'no number in shop/state: {"state":"up"}'],
  ['a value that is a text', undefined, { value: 'up' }, 'no number in shop/state: up'],
  ['nothing at the path', 'p99', { p50: 1 }, 'no number at p99 in shop/state: {"p50":1}'],
  ['a text at the path', 'p99', { p99: 'slow' }, 'no number at p99 in shop/state: slow'],
  ['nothing', undefined, null, 'no number in shop/state: –'],
])('a tile of numbers that gets %s says so', (_, value, data, text) => {
  const config = tileConfig({ topics: ['shop/**'], ...(value === undefined ? {} : { value }) });
  let changes = 0;
  const series = new SeriesGroup(new SeriesStore(60_000), config, () => changes++);
  series.accept(event(data));
  series.accept(event(data));
  expect([series.list.length === 0, series.unusable.text(value), changes]).toEqual([true, text, 1]);

  const latest = new LatestGroup(
    config,
    (one) => readValue(one, value) !== undefined,
    () => {},
  );
  latest.accept(event(data));
  expect([latest.isEmpty, latest.unusable.text(value)]).toEqual([true, text]);
});
