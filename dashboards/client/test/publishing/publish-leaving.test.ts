// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TransportName } from '../../src/api.ts';
import { Publishing } from './publishing.ts';

let publishing: Publishing;
let inits: (RequestInit | undefined)[];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  await open('sse');
});

afterEach(async () => {
  await publishing.link.close();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

async function open(transport: TransportName): Promise<void> {
  inits = [];
  publishing = new Publishing(transport);
  const { fetch: send } = publishing.link;
  Object.assign(publishing.link, {
    fetch: (input: string, init?: RequestInit) => {
      inits.push(init);
      return send(input, init);
    },
  });
  await publishing.link.connect();
}

const hide = () => vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
/** As a page goes: it is still said to be visible, and it has no connection from then on. */
const leave = async () => {
  window.dispatchEvent(new Event('pagehide'));
  await publishing.link.lose();
};

test.each<TransportName>(['sse', 'websocket', 'polling'])(
  'what waits when the page is left is posted in a way that outlives it, by %s, too',
  async (transport) => {
    await open(transport);
    await publishing.publish(1, 2);
    await leave();
    expect(publishing.sent).toEqual([[1, 2]]);
    expect(inits.map((init) => init?.keepalive)).toEqual([true]);
  },
);

test('what is under way when the page is left is posted again, and stored once', async () => {
  await open('websocket');
  publishing.link.reply('none');
  await publishing.publish(1);
  await publishing.pass(100);
  await leave();
  expect(publishing.sent).toEqual([[1], [1]]);
  const [first] = publishing.ids;
  expect(publishing.link.asked.map(({ body }) => body)).toMatchObject([first?.map((id) => ({ id }))]);
});

test('a page that comes back sends again what it posted when it was left, and hears of it', async () => {
  await publishing.publish(1);
  await leave();
  await publishing.link.connect();
  await publishing.pass(100);
  expect(publishing.sent).toEqual([[1], [1]]);
  expect(publishing.said).toEqual(['accepted']);
});

test('an ephemeral event is posted once, as nobody knows it by its id', async () => {
  await publishing.publish({ data: 1, ephemeral: true });
  await leave();
  await publishing.link.connect();
  await publishing.pass(1_000);
  expect(publishing.sent).toEqual([[1]]);
});

test('a page that is left posts no more than a browser keeps alive, in order', async () => {
  await publishing.publish(...[1, 2, 3].map((n) => ({ data: `${n}`.repeat(25_000) })));
  await leave();
  expect(publishing.link.asked.map(({ body }) => (body as unknown[]).length)).toEqual([2]);
});

test('a page that is left with nothing to say posts nothing', async () => {
  await leave();
  expect(publishing.sent).toEqual([]);
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
