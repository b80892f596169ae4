// @vitest-environment happy-dom
import { Activity, createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Feed } from '../../src/api.ts';
import { type TopicEvents, useTopic } from '../../src/react.ts';
import { Refusal } from '../../src/refusal.ts';
import { FakeFeed } from '../support/fake-feed.ts';
import { Rendered } from './rendered.ts';

interface Props {
  readonly feed: Feed | undefined;
  readonly topic: string;
  readonly keep?: number;
}

let feed: FakeFeed;
let hook: Rendered<Props, TopicEvents>;

const use = ({ feed: of, topic, keep }: Props) => useTopic(of, topic, keep === undefined ? {} : { keep });
const data = ({ events }: TopicEvents) => events.map((event) => event.data);

beforeEach(() => {
  feed = new FakeFeed();
  hook = new Rendered(use);
});

afterEach(() => hook.unmount());

test('follows the topic once, although StrictMode mounts twice, until the component goes', async () => {
  await hook.show({ feed, topic: 'orders/eu' });
  expect(feed.asked).toEqual(['subscribe orders/eu {"last":1}']);
  await hook.unmount();
  expect(feed.asked).toEqual(['subscribe orders/eu {"last":1}', 'unsubscribe orders/eu']);
});

test('gives the last event of the topic, and of no other', async () => {
  await hook.show({ feed, topic: 'orders/*' });
  await hook.do(() => {
    feed.send(1);
    feed.send(2, 'orders/us');
    feed.send(3, 'stocks/us');
  });
  expect(hook.last.last).toMatchObject({ topic: 'orders/us', data: 2 });
  expect(data(hook.last)).toEqual([2]);
});

test('keeps as many as told', async () => {
  await hook.show({ feed, topic: 'orders/eu', keep: 2 });
  await hook.do(() => [1, 2, 3].forEach((n) => feed.send(n)));
  expect(data(hook.last)).toEqual([2, 3]);
});

test('events that come together are one render', async () => {
  await hook.show({ feed, topic: 'orders/eu', keep: 100 });
  const before = hook.results.length;
  await hook.do(() => Array.from({ length: 50 }, (_, n) => feed.send(n)));
  // StrictMode renders twice.
  expect(hook.results.length - before).toBe(2);
});

test('two components share what came, and the topic is followed until both are gone', async () => {
  const other = new Rendered(use);
  await hook.show({ feed, topic: 'orders/eu' });
  await hook.do(() => feed.send(1));
  await other.show({ feed, topic: 'orders/eu' });
  expect(data(other.last)).toEqual([1]);
  await hook.unmount();
  expect(feed.asked).toHaveLength(1);
  await other.unmount();
  expect(feed.asked).toEqual(['subscribe orders/eu {"last":1}', 'unsubscribe orders/eu']);
});

test('another topic begins anew', async () => {
  await hook.show({ feed, topic: 'orders/eu' });
  await hook.do(() => feed.send(1));
  await hook.show({ feed, topic: 'orders/us' });
  expect(hook.last.last).toBeUndefined();
  expect(feed.asked.slice(1).sort()).toEqual(['subscribe orders/us {"last":1}', 'unsubscribe orders/eu']);
});

test('without a feed it waits for one', async () => {
  await hook.show({ feed: undefined, topic: 'orders/eu' });
  await hook.show({ feed, topic: 'orders/eu' });
  await hook.do(() => feed.send(1));
  expect(data(hook.last)).toEqual([1]);
});

test('a refusal is told', async () => {
  feed.refusal = new Refusal(403, 'not yours');
  await hook.show({ feed, topic: 'orders/eu' });
  expect(hook.last.error).toEqual(new Refusal(403, 'not yours'));
});

test('a component that was hidden and is shown again has each event once', async () => {
  let seen: unknown[] = [];
  const Kept = () => {
    seen = data(useTopic(feed, 'orders/eu', { keep: 5 }));
    return null;
  };
  const root = createRoot(document.createElement('div'));
  const turn = (mode: 'hidden' | 'visible') =>
    hook.do(() =>
      root.render(createElement(StrictMode, null, createElement(Activity, { mode, children: createElement(Kept) }))),
    );
  await turn('visible');
  await hook.do(() => [1, 2].forEach((n) => feed.send(n)));
  await turn('hidden');
  await turn('visible');
  expect(feed.asked.at(-1)).toBe('subscribe orders/eu {"last":5}');
  await hook.do(() => [1, 2, 3].forEach((n) => feed.send(n)));
  expect(seen).toEqual([1, 2, 3]);
  await hook.do(() => root.unmount());
});
