// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Publishing } from './publishing.ts';

let publishing: Publishing;
const inits: (RequestInit | undefined)[] = [];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  inits.length = 0;
  publishing = new Publishing('sse');
  const { fetch: send } = publishing.link;
  Object.assign(publishing.link, {
    fetch: (input: string, init?: RequestInit) => {
      inits.push(init);
      return send(input, init);
    },
  });
  await publishing.link.connect();
});

afterEach(async () => {
  await publishing.link.close();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const hide = () => vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);

test('what waits for its batch leaves when the page is left, and outlives it', async () => {
  await publishing.publish(1);
  hide();
  window.dispatchEvent(new Event('pagehide'));
  await publishing.pass(0);
  expect(publishing.sent).toEqual([[1]]);
  expect(inits[0]?.keepalive).toBe(true);
});

test('a batch that is larger than a browser keeps alive is sent as usual', async () => {
  hide();
  await publishing.publish({ data: 'x'.repeat(60_000) });
  await publishing.pass(100);
  expect(inits[0]?.keepalive).toBe(false);
});

test('a page that is shown keeps nothing alive', async () => {
  await publishing.publish(1);
  await publishing.pass(100);
  expect(inits[0]?.keepalive).toBe(false);
});
