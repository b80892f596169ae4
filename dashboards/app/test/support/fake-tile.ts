import type { FeedEvent, FeedGap } from '@livefeed/client/engine';
import { EventRouter } from '../../src/feed/event-router.ts';
import { TileSubscription } from '../../src/feed/tile-subscription.ts';
import { TopicSet } from '../../src/feed/topic-set.ts';
import type { TileType } from '../../src/tiles/generated/tile-config.ts';
import { historyOf } from '../../src/tiles/tile-types.ts';
import { tileConfig } from './tile-config.ts';

/** Settings of a tile, and the window whose history it gets, in milliseconds. */
type TileSettings = { readonly type?: TileType; readonly window?: number } & Readonly<Record<string, unknown>>;

/** A tile that remembers what it was given and told. */
export class FakeTile {
  readonly came: FeedEvent[] = [];
  readonly gaps: FeedGap[] = [];
  readonly faults: unknown[] = [];
  readonly refusals: string[] = [];
  isReading = false;
  isLeftOut = false;
  readonly subscription: TileSubscription;

  constructor(settings: TileSettings = {}, accept?: (event: FeedEvent) => void) {
    const config = tileConfig(settings);
    const wanted = new TopicSet(config.topics, config.except);
    this.subscription = new TileSubscription(config, historyOf(config, settings.window ?? 300_000));
    this.subscription.tell({
      onGap: (gap) => this.gaps.push(gap),
      onReading: (isReading) => (this.isReading = isReading),
      onLeftOut: (isLeftOut) => (this.isLeftOut = isLeftOut),
      onRefused: (reason) => this.refusals.push(reason),
      onFault: (error) => this.faults.push(error),
    });
    this.subscription.router.add({
      wants: (topic) => wanted.has(topic),
      accept: (event) => {
        accept?.(event);
        this.came.push(event);
      },
    });
  }

  get positions(): (string | undefined)[] {
    return this.came.map(({ position }) => position);
  }
}

/** The page's router with these tiles behind it. */
export function routerOf(...tiles: readonly FakeTile[]): EventRouter {
  const router = new EventRouter();
  for (const { subscription } of tiles) router.add(subscription);
  return router;
}
