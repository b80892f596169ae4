// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LoadedBoard } from '../../src/board/board-source.ts';
import { readBoard } from '../../src/board/read-board.ts';
import { Zoom } from '../../src/chart/zoom.ts';
import { DrawScheduler } from '../../src/draw/draw-scheduler.ts';
import { EventRouter } from '../../src/feed/event-router.ts';
import { Feed } from '../../src/feed/feed.ts';
import { FeedClock } from '../../src/feed/feed-clock.ts';
import { BoardPage } from '../../src/page/board-page.ts';
import { Theme } from '../../src/theme/theme.ts';
import { PageTime } from '../../src/time/page-time.ts';
import { ScriptedService } from '../support/scripted-service.ts';

const file = {
  title: 'Host {host}',
  variables: { host: { topics: 'm/{host}/cpu', default: 'a' } },
  tiles: [
    { type: 'line', topics: ['m/{host}/cpu'] },
    { type: 'number', topics: ['m/{host}/cpu'] },
    { type: 'meter', topics: ['m/{host}/cpu'] },
    { type: 'events', topics: ['m/**'] },
    { type: 'table', topics: ['m/*/cpu'] },
    { type: 'timeline', topics: ['m/*/state'] },
    { type: 'clock' },
    { type: 'image', url: '/favicon.svg', alt: 'The logo' },
    { type: 'plan', topics: ['m/*/cpu'], url: '/favicon.svg', alt: 'The hall', places: { 'm/a/cpu': { x: 1, y: 1 } } },
  ],
};

/** Listeners of the window and the document that are there, but for those whose signal was aborted. */
class Listening {
  private readonly all = new Map<string, { readonly isOver: () => boolean }>();
  private next = 0;

  constructor() {
    for (const target of [window, document]) {
      const { addEventListener: add, removeEventListener: remove } = target;
      const keys = new Map<unknown, string>();
      vi.spyOn(target, 'addEventListener').mockImplementation((type: string, listener: unknown, options?: unknown) => {
        const { signal } = (options ?? {}) as { signal?: AbortSignal };
        keys.set(listener, `${type} ${this.next++}`);
        this.all.set(keys.get(listener) as string, { isOver: () => signal?.aborted === true });
        add.call(target, type, listener as EventListener, options as AddEventListenerOptions);
      });
      vi.spyOn(target, 'removeEventListener').mockImplementation((type: string, listener: unknown) => {
        this.all.delete(keys.get(listener) ?? '');
        remove.call(target, type, listener as EventListener);
      });
    }
  }

  get names(): string[] {
    return [...this.all].filter(([, { isOver }]) => !isOver()).map(([name]) => name);
  }
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_700 });
  vi.stubGlobal('reportError', vi.fn());
  vi.stubGlobal('devicePixelRatio', 1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('a board that is closed leaves no listener, no timer, no tile and no stream', async () => {
  const service = new ScriptedService();
  const empty = { topics: [], series: [], from: 0, to: 1_000_700, next: 'e1-0', leftOut: 0 };
  vi.stubGlobal('fetch', (input: string, init?: RequestInit) =>
    /^\/(topics|history\/)/.test(input) ? Promise.resolve(Response.json(empty)) : service.fetch(input, init),
  );
  const clock = new FeedClock();
  const router = new EventRouter();
  const time = new PageTime(() => clock.now());
  const scheduler = new DrawScheduler(() => time.now());
  const out = { router, clock, onStatus: () => {}, onGap: () => {}, onFilled: () => {} };
  const feed = new Feed(out, service.openFeed);
  const parts = { router, scheduler, theme: new Theme(), zoom: new Zoom(), time, feed, onBoards: () => {} };
  const read = readBoard(file);
  if ('errors' in read) throw new Error(read.errors.join());
  const loaded: LoadedBoard = {
    name: 'a',
    file,
    board: read.board,
    fault: undefined,
    source: 'a',
    tag: undefined,
    mayEdit: true,
  };

  const listening = new Listening();
  const observed = {
    resize: vi.spyOn(ResizeObserver.prototype, 'disconnect'),
    sight: vi.spyOn(IntersectionObserver.prototype, 'disconnect'),
  };
  const timers = vi.getTimerCount();
  const page = new BoardPage(loaded, parts);
  document.body.append(page.element);
  await page.open();
  await vi.advanceTimersByTimeAsync(2_000);
  service.publish('m/a/cpu');
  time.goTo(time.now() - 1_000);
  await vi.advanceTimersByTimeAsync(2_000);
  expect([page.tileElements.length, service.streamCount, listening.names.length > 0]).toEqual([9, 1, true]);
  expect(vi.getTimerCount()).toBeGreaterThan(timers);

  page.close();
  await vi.advanceTimersByTimeAsync(2_000);
  expect([page.isClosed, page.tileElements.length, service.streamCount, page.element.isConnected]).toEqual([
    true,
    0,
    0,
    false,
  ]);
  expect(listening.names).toEqual([]);
  expect(vi.getTimerCount()).toBe(timers);
  expect(router.wants('system/boards')).toBe(false);
  expect(observed.resize).toHaveBeenCalled();
  expect(observed.sight).toHaveBeenCalled();

  const asked = service.asked.length;
  time.goLive();
  window.dispatchEvent(new Event('popstate'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(service.asked.length).toBe(asked);
});
