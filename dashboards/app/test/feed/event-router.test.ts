import { describe, expect, test, vi } from 'vitest';
import { EventRouter } from '../../src/feed/event-router.ts';

describe('events go', () => {
  test('to the sinks that want their topic, which are asked once a topic', () => {
    const router = new EventRouter();
    const wants = vi.fn((topic: string) => topic === 'a');
    const accept = vi.fn();
    router.add({ wants, accept });
    for (const topic of ['a', 'b', 'a', 'b']) router.route({ topic, event: 'e', time: 0, data: null }, 'live');
    expect(wants).toHaveBeenCalledTimes(2);
    expect(accept).toHaveBeenCalledTimes(2);
  });
});

describe('a router within a router', () => {
  test('gets what its sinks want, until it is taken away', () => {
    const [router, tile] = [new EventRouter(), new EventRouter()];
    const accept = vi.fn();
    tile.add({ wants: (topic) => topic === 'a', accept });
    router.add(tile);
    for (const topic of ['a', 'b']) router.route({ topic, event: 'e', time: 0, data: null }, 'live');
    router.remove(tile);
    router.route({ topic: 'a', event: 'e', time: 0, data: null }, 'live');
    expect(accept).toHaveBeenCalledTimes(1);
  });
});
