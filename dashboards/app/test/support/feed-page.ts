import type { ConnectionStatus, FeedGap } from '@livefeed/client/engine';
import { vi } from 'vitest';
import { EventRouter } from '../../src/feed/event-router.ts';
import { Feed } from '../../src/feed/feed.ts';
import { FeedClock } from '../../src/feed/feed-clock.ts';
import type { FakeTile } from './fake-tile.ts';
import type { ScriptedService } from './scripted-service.ts';

const window = 300_000;

/** A page that follows this service, and its one board. */
export function openPage(service: ScriptedService) {
  const router = new EventRouter();
  const statuses: ConnectionStatus[] = [];
  const gaps: FeedGap[] = [];
  vi.stubGlobal('fetch', service.fetch);
  const out = {
    router,
    clock: new FeedClock(),
    onStatus: (status: ConnectionStatus) => statuses.push(status),
    onGap: (gap: FeedGap) => gaps.push(gap),
    onFilled: () => {},
  };
  const feed = new Feed(out, service.openFeed);
  const owner = {};
  let tiles: FakeTile[] = [];
  const show = () =>
    feed.follow({ owner, subscriptions: tiles.map(({ subscription }) => subscription), topics: [], window });
  return {
    feed,
    router,
    statuses,
    gaps,
    add(...more: FakeTile[]) {
      tiles = [...tiles, ...more];
      for (const { subscription } of more) router.add(subscription);
      show();
    },
    remove(tile: FakeTile) {
      tiles = tiles.filter((one) => one !== tile);
      tile.subscription.close();
      router.remove(tile.subscription);
      show();
    },
  };
}

/** 200 a second, in turn to these topics. */
export function publishTo(service: ScriptedService, ...topics: string[]) {
  let next = 0;
  return setInterval(() => service.publish(topics[next++ % topics.length] as string), 5);
}
