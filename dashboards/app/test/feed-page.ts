import type { FeedEvent, FeedGap } from '@livefeed/client';
import type { TileConfig } from '../src/board/board.ts';
import { EventRouter } from '../src/feed/event-router.ts';
import { TileInlet } from '../src/feed/tile-inlet.ts';
import { TopicSet } from '../src/feed/topic-set.ts';
import { tileConfig } from './tile-config.ts';

/** A tile that remembers what it was given and told. */
export class FakeTile {
  readonly came: FeedEvent[] = [];
  readonly gaps: FeedGap[] = [];
  readonly faults: unknown[] = [];
  readonly refusals: string[] = [];
  isReading = false;
  readonly inlet: TileInlet;

  constructor(settings: Partial<TileConfig> = {}, accept?: (event: FeedEvent) => void) {
    const config = tileConfig(settings);
    const wanted = new TopicSet(config.topics, config.except);
    this.inlet = new TileInlet(config);
    this.inlet.tell({
      onGap: (gap) => this.gaps.push(gap),
      onReading: (isReading) => (this.isReading = isReading),
      onRefused: (reason) => this.refusals.push(reason),
      onFault: (error) => this.faults.push(error),
    });
    this.inlet.router.add({
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
  for (const { inlet } of tiles) router.add(inlet);
  return router;
}
