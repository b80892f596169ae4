// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConnectOptions } from '../../src/api.ts';
import type { LiveFeedElement } from '../../src/element.ts';
import { settle } from '../fake-service.ts';
import { FakeFeed } from '../support/fake-feed.ts';

const opened = vi.hoisted(() => [] as { readonly options: ConnectOptions; readonly feed: FakeFeed }[]);
vi.mock('../../src/connect.ts', () => ({
  connect: (options: ConnectOptions) => {
    const feed = new FakeFeed();
    opened.push({ options, feed });
    return feed;
  },
}));

let element: LiveFeedElement;

beforeEach(async () => {
  await import('../../src/element.ts');
  opened.length = 0;
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => {
    queueMicrotask(draw);
    return 1;
  });
});

afterEach(async () => {
  document.body.replaceChildren();
  await settle();
  vi.unstubAllGlobals();
});

async function show(attributes: string): Promise<void> {
  document.body.innerHTML = `<live-feed ${attributes}></live-feed>`;
  element = document.querySelector('live-feed') as LiveFeedElement;
  await settle();
}

const feed = () => opened.at(-1)?.feed as FakeFeed;
const part = (name: string) => element.shadowRoot?.querySelector<HTMLElement>(`[part=${name}]`);
const rows = () =>
  [...(element.shadowRoot?.querySelectorAll('[part=item]') ?? [])].map(({ lastChild }) => lastChild?.textContent);

describe('what it shows', () => {
  test('is the latest event', async () => {
    await show('topics="orders/eu"');
    feed().send('one');
    feed().send({ total: 9.5 });
    await settle();
    expect(part('content')?.textContent).toBe('{"total":9.5}');
  });

  test('is the part of the data that it names, or a dash where there is none', async () => {
    await show('value="user.name"');
    feed().send({ user: { name: 'Ada' } });
    await settle();
    expect(part('value')?.textContent).toBe('Ada');
    feed().send({ user: null });
    await settle();
    expect(part('value')?.textContent).toBe('–');
  });

  test('is a list of the last events, the newest first', async () => {
    await show('show="list" max="2"');
    for (const n of [1, 2, 3]) feed().send(n);
    await settle();
    expect(rows()).toEqual(['3', '2']);
    expect(part('time')?.getAttribute('datetime')).toBe('2026-11-24T10:00:00.000Z');
  });

  test('is text, whatever a producer sends', async () => {
    await show('show="list"');
    feed().send('<img src=x onerror=alert(1)>');
    await settle();
    expect(element.shadowRoot?.querySelector('img')).toBeNull();
    expect(rows()).toEqual(['<img src=x onerror=alert(1)>']);
  });

  test('keeps a thousand rows at most', async () => {
    await show('show="list" max="1000000"');
    for (let n = 0; n < 1_500; n++) feed().send(n);
    await settle();
    expect(rows()).toHaveLength(1_000);
  });

  test('follows its attributes', async () => {
    await show('value="a"');
    feed().send({ a: 1, b: 2 });
    element.setAttribute('value', 'b');
    await settle();
    expect(part('value')?.textContent).toBe('2');
    expect(opened).toHaveLength(1);
  });
});

describe('for who does not see it', () => {
  test('it has a name, and says how the connection is', async () => {
    await show('label="Orders"');
    expect(part('feed')?.getAttribute('role')).toBe('group');
    expect(part('feed')?.getAttribute('aria-label')).toBe('Orders');
    expect(part('status')?.getAttribute('role')).toBe('status');
    expect(part('status')?.textContent).toBe('Connecting…');
    feed().be({ state: 'connected', attempt: 0 });
    expect(part('status')?.textContent).toBe('');
    feed().be({ state: 'reconnecting', attempt: 1, reason: 'the service is full' });
    expect(part('status')?.textContent).toBe('Not connected, trying again: the service is full');
  });

  test('it says each value only where that is wanted', async () => {
    await show('');
    expect(part('content')?.getAttribute('aria-live')).toBe('off');
    await show('announce');
    expect(part('content')?.getAttribute('aria-live')).toBe('polite');
  });
});

describe('its connection', () => {
  test('is that of its attributes', async () => {
    await show('url="https://feed.example.com" topics="a/b  c" transport="sse" last="3"');
    expect(opened[0]?.options).toMatchObject({
      url: 'https://feed.example.com',
      topics: ['a/b', 'c'],
      transport: 'sse',
      last: 3,
    });
  });

  test('is the usual one where an attribute says nothing that there is', async () => {
    await show('transport="pigeon" last="-1"');
    expect(opened[0]?.options).not.toHaveProperty('transport');
    expect(opened[0]?.options.last).toBe(1);
  });

  test('is another one for other topics: once for all attributes that change together', async () => {
    await show('topics="a"');
    element.setAttribute('topics', 'b');
    element.setAttribute('last', '5');
    await settle();
    expect(opened.map(({ options, feed: one }) => [options.topics, one.isClosed])).toEqual([
      [['a'], true],
      [['b'], false],
    ]);
  });

  test('stays when the element is moved, and ends when it is taken away', async () => {
    await show('topics="a"');
    const other = document.createElement('div');
    document.body.append(other);
    other.append(element);
    await settle();
    expect(opened.map(({ feed: one }) => one.isClosed)).toEqual([false]);
    element.remove();
    await settle();
    expect(opened.map(({ feed: one }) => one.isClosed)).toEqual([true]);
  });

  test('has the token that a script gave before the element was in the page', async () => {
    const made = document.createElement('live-feed') as LiveFeedElement;
    made.token = () => 'secret';
    document.body.append(made);
    await settle();
    expect(opened).toHaveLength(1);
    expect(await opened[0]?.options.token?.()).toBe('secret');
  });
});

test('events of the page tell all that the feed tells', async () => {
  await show('event="order.paid"');
  const heard: [string, unknown][] = [];
  for (const name of ['livefeed-event', 'livefeed-status', 'livefeed-gap', 'livefeed-problem'])
    document.body.addEventListener(name, (event) => heard.push([name, (event as CustomEvent).detail]));
  feed().send(1, 'orders/eu', 'other');
  feed().send(2, 'orders/eu', 'order.paid');
  feed().be({ state: 'connected', attempt: 0 });
  feed().gap({ after: 'e1-1', before: 'e1-9', reason: 'expired' });
  opened[0]?.options.onProblem?.({ kind: 'blocked', text: 'a proxy' });
  expect(heard).toMatchObject([
    ['livefeed-event', { data: 2 }],
    ['livefeed-status', { state: 'connected' }],
    ['livefeed-gap', { reason: 'expired' }],
    ['livefeed-problem', { kind: 'blocked' }],
  ]);
});
