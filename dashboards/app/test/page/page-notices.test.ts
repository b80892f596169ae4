// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Notices } from '../../src/page/bars/page-notices.ts';

const gap = { after: 'e1-1', before: 'e1-9', reason: 'retention' } as const;
/** Resolves when all that is ready has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const unhandled: unknown[] = [];
const note = (error: unknown) => unhandled.push(error);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(() => void process.off('unhandledRejection', note));

test('a notice whose bar cannot be loaded waits, is told of no further failure, and is shown once it can', async () => {
  let isThere = false;
  const load = vi.fn(async () => {
    if (!isThere) throw new TypeError('Failed to fetch dynamically imported module');
    return import('../../src/page/bars/notice-bars.ts');
  });
  const notices = new Notices(load);
  notices.showGap(gap, 0);
  dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: new TypeError('A part is not there') }));
  await settled();
  expect(load).toHaveBeenCalledTimes(2);
  expect(unhandled).toEqual([]);
  expect(notices.element.textContent).toBe('');

  isThere = true;
  await notices.showWaiting();
  expect(notices.element.textContent).toContain('Events are missing');
  expect(notices.element.textContent).toContain('A part is not there');
  await notices.showWaiting();
  expect(load).toHaveBeenCalledTimes(3);
});
