import type { ConnectionStatus, FeedGap, FeedListener, FeedSource } from '@livefeed/client/engine';
import { expect, test } from 'vitest';
import { Backfill } from '../../src/feed/backfill.ts';
import { StreamFollower } from '../../src/feed/stream-follower.ts';
import { TileSubscription } from '../../src/feed/tile-subscription.ts';
import { historyOf } from '../../src/tiles/tile-types.ts';
import { tileConfig } from '../support/tile-config.ts';

class Stream implements FeedSource {
  status: ConnectionStatus = { state: 'live' };
  position: string | undefined;
  listener: FeedListener = {};

  constructor(
    readonly topics: readonly string[],
    after: string | undefined,
  ) {
    this.position = after;
  }

  listen(listener: FeedListener): () => void {
    this.listener = listener;
    return () => {};
  }

  start(): void {}
  retryNow(): void {}
  close(): void {}

  goOn(gap: FeedGap | undefined, position: string): void {
    if (gap !== undefined) this.listener.gap?.(gap);
    this.bring(position);
  }

  bring(position: string): void {
    this.position = position;
    this.listener.events?.([]);
  }
}

const named = (count: number) => Array.from({ length: count }, (_, i) => `topic/${i}`);

/** A page that follows so many topics. */
function following(count: number) {
  const streams: Stream[] = [];
  const follower = new StreamFollower({}, ({ topics, after }) => {
    const stream = new Stream(topics, after);
    streams.push(stream);
    return stream;
  });
  follower.follow(named(count), 'e1-50');
  return { follower, streams };
}

test.each([
  ['another log', { after: 'e1-50', before: 'e2-1', reason: 'epoch' }, 'e2-7'],
  ['another log that has all of this one', undefined, 'e2-7'],
])('of streams that go on in %s one after the other, the last one counts, whichever it is', (_, gap, newer) => {
  for (const late of [0, 1, 2]) {
    const { follower, streams } = following(250);
    for (const [i, stream] of streams.entries()) if (i !== late) stream.goOn(gap, newer);
    expect([streams.length, follower.position], `stream ${late}`).toEqual([3, 'e1-50']);
    streams[late]?.goOn(gap, newer);
    expect(follower.position).toBe(newer);
    for (const [i, stream] of streams.entries()) if (i !== late) stream.goOn(undefined, `e3-${i}`);
    expect(follower.position, `stream ${late}, once more`).toBe(newer);
  }
});

test('tiles that join then have the stream begin in the older log, of which the rest is still to be told', () => {
  const config = tileConfig();
  const { follower, streams } = following(150);
  streams[1]?.goOn({ after: 'e1-50', before: 'e2-1', reason: 'epoch' }, 'e2-7');
  const subscription = new TileSubscription(config, historyOf(config, 300_000));
  const backfill = new Backfill([subscription], follower.reached, follower.position);
  subscription.fillTo('e2-9');
  expect(backfill.startFrom(follower.position)).toBe('e1-50');
  streams[0]?.goOn({ after: 'e1-50', before: 'e2-1', reason: 'epoch' }, 'e2-8');
  expect(backfill.startFrom(follower.position)).toBe('e2-7');
  subscription.fillTo('e1-49');
  expect(backfill.startFrom(follower.position)).toBe('e1-49');
});
