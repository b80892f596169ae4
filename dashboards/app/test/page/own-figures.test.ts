// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readBoard } from '../../src/board/read-board.ts';
import { Zoom } from '../../src/chart/zoom.ts';
import { DrawScheduler } from '../../src/draw/draw-scheduler.ts';
import { EventRouter } from '../../src/feed/event-router.ts';
import { Feed } from '../../src/feed/feed.ts';
import { FeedClock } from '../../src/feed/feed-clock.ts';
import { tellOfNoFigures } from '../../src/page/bars/own-figures.ts';
import { Notices } from '../../src/page/bars/page-notices.ts';
import { BoardPage } from '../../src/page/board-page.ts';
import { Theme } from '../../src/theme/theme.ts';
import { PageTime } from '../../src/time/page-time.ts';
import { ScriptedService } from '../support/scripted-service.ts';

const file = { title: 'Host', tiles: [{ type: 'number', topics: ['metrics/host/cpu'] }] };

beforeEach(() => void vi.stubGlobal('devicePixelRatio', 1));
afterEach(() => vi.unstubAllGlobals());

/** What a board of the service's figures says when there are none, to a reader who may not follow these topics. */
async function toldTo(forbidden: readonly string[]): Promise<string> {
  const service = new ScriptedService();
  const refusal = () =>
    Response.json({ forbidden }, { status: 403, headers: { 'Content-Type': 'application/problem+json' } });
  vi.stubGlobal('fetch', (input: string, init?: RequestInit) => {
    if (input.startsWith('/topics')) return Promise.resolve(Response.json({ topics: [] }));
    return input.includes('since=00') && forbidden.length > 0 ? Promise.resolve(refusal()) : service.fetch(input, init);
  });
  const read = readBoard(file);
  if ('errors' in read) throw new Error(read.errors.join());
  const [clock, router] = [new FeedClock(), new EventRouter()];
  const time = new PageTime(() => clock.now());
  const feed = new Feed({ router, clock, onStatus: () => {}, onGap: () => {}, onFilled: () => {} }, service.openFeed);
  const scheduler = new DrawScheduler(() => time.now());
  const parts = { router, scheduler, theme: new Theme(), zoom: new Zoom(), time, feed, onBoards: () => {} };
  const loaded = { name: 'host', file, board: read.board, fault: undefined, source: '', tag: undefined, mayEdit: false };
  const page = new BoardPage(loaded, parts);
  document.body.append(page.element);
  await page.open();
  const notices = new Notices();
  await tellOfNoFigures(page.board, parts, notices);
  page.close();
  return notices.element.textContent ?? '';
}

test('a reader is told that the service publishes no figures of its own', async () => {
  expect(await toldTo([])).toContain('publishes no figures');
});

test('a reader who may not see the figures is not told that the service publishes none', async () => {
  expect(await toldTo(['metrics/host/cpu'])).toBe('');
});
