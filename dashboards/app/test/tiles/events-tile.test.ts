// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { EventRouter } from '../../src/feed/event-router.ts';
import { EventsTile } from '../../src/tiles/events/events-tile.ts';
import type { TileContext } from '../../src/tiles/tile.ts';
import { tileConfig } from '../support/tile-config.ts';

test('a row of a list of events has its date once its day is over', () => {
  const router = new EventRouter();
  const context = { router, scheduler: { invalidate: () => {} } } as unknown as TileContext;
  const tile = new EventsTile(tileConfig({ type: 'events', topics: ['a'], limit: 5 }), context);
  const at = new Date(2026, 10, 24, 10, 42, 7).getTime();
  const texts = () => [...tile.element.querySelectorAll('time')].map(({ textContent }) => textContent);
  router.route({ topic: 'a', event: 'message', time: at, data: 1, position: 'e1-1' }, 'live');
  tile.draw(at + 1_000);
  expect(texts()).toEqual(['10:42:07']);
  tile.draw(at + 24 * 3_600_000);
  expect(texts()).toEqual(['24 Nov 10:42:07']);
});
