import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FeedClient } from '../../src/connection/feed-client.ts';
import { FeedHub } from '../../src/sharing/feed-hub.ts';
import { problem } from '../fake-service.ts';
import { LogService } from './log-service.ts';
import { SharedTab } from './shared-tab.ts';

// Many seconds of a busy stream: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

const topics = ['a/1', 'a/2', 'b', 'c', 'd/1/x'];
const wishes = [['a/1'], ['a/*'], ['b', 'a/2'], ['c'], ['d/**', 'b'], ['**'], ['*/1/x', 'c'], ['d/1/*']];

let service: LogService;
let hub: FeedHub;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  service = new LogService();
  hub = new FeedHub(
    (wanted, after) => new FeedClient({ topics: wanted, fetch: service.fetch, ...(after === undefined ? {} : { after }) }),
  );
});
afterEach(() => {
  hub.close();
  vi.useRealTimers();
});

/** 200 a second, in turn to all topics. */
function publish() {
  let next = 0;
  return setInterval(() => service.publish(topics[next++ % topics.length] as string), 5);
}

/** A page whose board changes: it follows other topics from where it is, and has read the history of those that are new. */
class ChangingPage {
  readonly got = new Map<string, string[]>();
  private readonly since = new Map<string, string | undefined>();
  private tab: SharedTab | undefined;

  async follow(wanted: readonly string[]): Promise<void> {
    this.takeAll();
    const position = this.tab?.feed.position ?? `e1-${Math.max(0, service.log.length - 3)}`;
    this.tab?.feed.close();
    this.tab = new SharedTab(wanted, position, hub);
    for (const topic of topics) {
      if (!this.tab.wants(topic)) this.since.delete(topic);
      else if (!this.since.has(topic)) {
        this.since.set(topic, position);
        this.got.set(topic, []);
      }
    }
    await this.tab.start();
  }

  /** What it has got, and what it should have got. */
  result(): [unknown, unknown] {
    this.takeAll();
    const wanted = [...this.since.keys()];
    return [
      wanted.map((topic) => [topic, this.got.get(topic)]),
      wanted.map((topic) => [topic, service.positionsOf(topic, this.since.get(topic))]),
    ];
  }

  private takeAll(): void {
    for (const text of this.tab?.got.splice(0) ?? []) {
      const [topic, position] = text.split('@') as [string, string];
      this.got.get(topic)?.push(position);
    }
  }
}

function randomOf(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('pages that change what they follow while 200 events a second come', () => {
  test('have every event once and in order, on one stream that is never opened again', async () => {
    const page = new ChangingPage();
    const publishing = publish();
    await vi.advanceTimersByTimeAsync(500);
    await page.follow(['a/1']);
    await vi.advanceTimersByTimeAsync(1_000);
    for (const wanted of [['a/1', 'b'], ['a/*', 'b'], ['a/*', 'b', 'c', 'd/**'], ['c'], ['c', 'a/2']]) {
      await page.follow(wanted);
      await vi.advanceTimersByTimeAsync(3_000);
    }
    clearInterval(publishing);
    await vi.advanceTimersByTimeAsync(5_000);
    const [got, expected] = page.result();
    expect(got).toEqual(expected);
    expect(service.opened).toBe(1);
    expect(service.changed).toBeGreaterThan(4);
  });

  test.each(Array.from({ length: 20 }, (_, i) => i + 1))('and that may fail at any time: case %d', async (seed) => {
    const random = randomOf(seed);
    const pages = [new ChangingPage(), new ChangingPage(), new ChangingPage()];
    const publishing = publish();
    await vi.advanceTimersByTimeAsync(100);
    for (let step = 0; step < 25; step++) {
      service.delays = { stream: random(200), change: random(150), backfill: random(300) };
      const fault = [
        undefined,
        undefined,
        undefined,
        problem(404, {}),
        problem(503, {}, { 'Retry-After': '1' }),
        problem(429, {}, { 'Retry-After': '1' }),
        new TypeError('Failed to fetch'),
      ][random(7)];
      if (fault !== undefined) service.faults.push(fault);
      if (random(8) === 0) service.fail();
      await pages[random(pages.length)]?.follow(wishes[random(wishes.length)] as string[]);
      await vi.advanceTimersByTimeAsync(random(2) === 0 ? random(100) : random(3_000));
    }
    clearInterval(publishing);
    service.faults.length = 0;
    await vi.advanceTimersByTimeAsync(60_000);
    for (const page of pages) {
      const [got, expected] = page.result();
      expect(got).toEqual(expected);
    }
  });
});
