import { beforeEach, describe, expect, test, vi } from 'vitest';
import { settle } from '../fake-service.ts';
import { eachTest, type FeedOfService } from './feed-of-service.ts';

let of: FeedOfService;
let page: EventTarget;
let seen: EventTarget & { hidden: boolean };

eachTest((fresh) => (of = fresh));

beforeEach(() => {
  page = new EventTarget();
  seen = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('document', seen);
});

const show = async (isShown: boolean) => {
  seen.hidden = !isShown;
  seen.dispatchEvent(new Event('visibilitychange'));
  await settle();
};
const happens = async (name: string, more: object = {}) => {
  page.dispatchEvent(Object.assign(new Event(name), more));
  await settle();
};
const streams = () => of.service.requests.length;

describe('a page that the browser keeps', () => {
  test('has no connection, and goes on where it was when it is shown again', async () => {
    await of.start();
    await of.service.sendConnected();
    await of.send('a/b', 7);
    await happens('pagehide', { persisted: true });
    expect(of.feed.status).toMatchObject({ state: 'reconnecting', reason: 'this page is not shown' });
    expect(of.feed.status.retryAt).toBeUndefined();
    await of.pass(24 * 3_600_000);
    expect(streams()).toBe(1);
    await happens('pageshow', { persisted: true });
    expect(streams()).toBe(2);
    expect(of.resumedAfter).toBe('e1-7');
  });

  test('while it waits for its next attempt makes none', async () => {
    of.service.answer(new TypeError('refused'));
    await of.start();
    await happens('pagehide', { persisted: true });
    await happens('online');
    await of.pass(600_000);
    expect(streams()).toBe(1);
    await happens('pageshow', { persisted: true });
    expect(streams()).toBe(2);
  });
});

describe('the network', () => {
  test('that was away and is back has another connection', async () => {
    await of.start();
    await of.service.sendConnected();
    await happens('offline');
    await happens('online');
    await of.pass(0);
    expect(streams()).toBe(2);
  });

  test('that was never away keeps its connection', async () => {
    await of.start();
    await of.service.sendConnected();
    await happens('online');
    expect(streams()).toBe(1);
  });
});

describe('a hidden page', () => {
  test('that is shown tries again at once, and not each time', async () => {
    of.service.answer(...Array.from({ length: 20 }, () => new TypeError('refused')));
    await of.start();
    for (let i = 0; i < 10; i++) {
      await show(false);
      await show(true);
    }
    expect(streams()).toBe(2);
  });

  test('that is shown after the clock was set back tries again, too', async () => {
    of.service.answer(...Array.from({ length: 3 }, () => new TypeError('refused')));
    await of.start();
    await show(true);
    vi.setSystemTime(Date.now() - 3_600_000);
    await show(true);
    expect(streams()).toBe(3);
  });

  test('whose timers come late reads what came meanwhile, and does not reconnect', async () => {
    await of.start();
    await of.service.sendConnected('e1-1', 15_000);
    // The machine sleeps: the timer is due, and runs an hour later.
    vi.setSystemTime(Date.now() + 3_600_000);
    await of.pass(37_500);
    expect(of.states).toEqual(['connecting', 'connected']);
    await of.send('a/b', 2);
    await of.pass(3_000);
    expect(streams()).toBe(1);
    expect(of.positions).toEqual(['e1-2']);
  });

  test('that is shown after a silence waits no longer than a moment', async () => {
    await of.start();
    await of.service.sendConnected('e1-1', 15_000);
    vi.setSystemTime(Date.now() + 3_600_000);
    await show(true);
    await of.pass(3_000);
    expect(of.feed.status.state).toBe('reconnecting');
  });
});
