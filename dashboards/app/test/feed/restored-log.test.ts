import type { FeedGap } from '@livefeed/client/engine';
import { expect, test } from 'vitest';
import { StreamBuffer } from '../../src/feed/stream-buffer.ts';
import { TileSubscription } from '../../src/feed/tile-subscription.ts';
import { LatestGroup } from '../../src/series/latest-group.ts';
import { SeriesGroup } from '../../src/series/series-group.ts';
import { SeriesStore } from '../../src/series/series-store.ts';
import { historyOf } from '../../src/tiles/tile-types.ts';
import { tileConfig } from '../support/tile-config.ts';

const lost: FeedGap = { after: 'e1-100', before: 'e1-41', reason: 'lost' };
const event = (sequence: number, time = sequence * 1_000) => ({
  topic: 'a/b',
  event: 'message',
  time,
  position: `e1-${sequence}`,
  data: { value: sequence },
});

/** A tile that has all up to `e1-100`. */
function tile() {
  const config = tileConfig();
  const subscription = new TileSubscription(config, historyOf(config, 300_000));
  const gaps: FeedGap[] = [];
  subscription.tell({
    onGap: (gap) => gaps.push(gap),
    onReading: () => {},
    onRefused: () => {},
    onLeftOut: () => {},
    onFault: (error) => expect.fail(String(error)),
  });
  const series = new SeriesGroup(new SeriesStore(300_000), config, () => {});
  const rows = new LatestGroup(
    config,
    () => true,
    () => {},
  );
  const came: (string | undefined)[] = [];
  subscription.router.add(series);
  subscription.router.add(rows);
  subscription.router.add({ wants: () => true, accept: ({ position }) => came.push(position) });
  subscription.join();
  subscription.fillTo('e1-90');
  subscription.goLive();
  subscription.accept(event(100, 900_000));
  came.length = 0;
  return { subscription, gaps, came, shown: () => [series.list[0]?.lastValue, rows.rows[0]?.latest.data] };
}

test('a tile goes on with the positions of a restored copy of the log, which are lower', () => {
  const { subscription, gaps, came, shown } = tile();
  subscription.acceptGap(lost);
  for (const sequence of [41, 42, 42, 41]) subscription.accept(event(sequence));
  expect([gaps, came, shown()]).toEqual([[lost], ['e1-41', 'e1-42'], [42, { value: 42 }]]);
});

test('a tile that is told where the stream was before a copy was restored does not wait for that', () => {
  const { subscription, came } = tile();
  subscription.acceptGap(lost);
  subscription.skipTo('e1-100');
  subscription.accept(event(41));
  subscription.skipTo('e1-45');
  subscription.accept(event(44));
  subscription.accept(event(46));
  expect(came).toEqual(['e1-41', 'e1-46']);
});

test('a gap of what a tile has already changes nothing of it', () => {
  const { subscription, gaps, came } = tile();
  subscription.acceptGap({ after: 'e1-10', before: 'e1-41', reason: 'lost' });
  subscription.accept(event(42));
  expect([gaps, came]).toEqual([[], []]);
});

test('that the log went back is not forgotten when the stream begins again while history is read', () => {
  const buffer = new StreamBuffer();
  for (const item of [{ gap: { ...lost, before: 'e1-101' } }, { event: event(101) }, { gap: lost }]) buffer.add(item);
  buffer.restart();
  expect(buffer.take()).toEqual([{ gap: lost }]);
});
