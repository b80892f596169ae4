// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ConnectOptions, Problem } from '../../src/api.ts';
import { type LiveFeed, useLiveFeed } from '../../src/react.ts';
import { FakeFeed } from '../support/fake-feed.ts';
import { Rendered } from './rendered.ts';

const opened = vi.hoisted(() => [] as { readonly options: ConnectOptions; readonly feed: FakeFeed }[]);
vi.mock('../../src/connect.ts', () => ({
  connect: (options: ConnectOptions) => {
    const feed = new FakeFeed();
    opened.push({ options, feed });
    return feed;
  },
}));

let hook: Rendered<ConnectOptions, LiveFeed>;

beforeEach(() => {
  opened.length = 0;
  hook = new Rendered((options: ConnectOptions) => useLiveFeed(options));
});

afterEach(() => hook.unmount());

test('opens one feed, although StrictMode mounts twice, and closes it with the component', async () => {
  await hook.show({ url: 'https://feed.example.com', topics: ['a'] });
  expect(opened).toHaveLength(1);
  expect(hook.last.feed).toBe(opened[0]?.feed);
  expect(opened[0]?.feed.isClosed).toBe(false);
  await hook.unmount();
  expect(opened[0]?.feed.isClosed).toBe(true);
});

test('opens nothing while it renders', async () => {
  await hook.show({});
  expect(hook.results[0]).toEqual({ feed: undefined, status: { state: 'connecting', attempt: 0 } });
});

test('gives each status', async () => {
  await hook.show({});
  await hook.do(() => opened[0]?.feed.be({ state: 'connected', transport: 'sse', attempt: 0 }));
  expect(hook.last.status).toEqual({ state: 'connected', transport: 'sse', attempt: 0 });
});

test('stays with the same settings and other functions, of which the last are called', async () => {
  const problems: string[] = [];
  for (const name of ['first', 'second'])
    await hook.show({ url: 'https://a', token: () => name, onProblem: () => problems.push(name) });
  expect(opened).toHaveLength(1);
  expect(await opened[0]?.options.token?.()).toBe('second');
  opened[0]?.options.onProblem?.({} as Problem);
  expect(problems).toEqual(['second']);
});

test('asks for no token where there is none', async () => {
  await hook.show({});
  expect(opened[0]?.options).not.toHaveProperty('token');
});

test('follows other topics by the same feed', async () => {
  await hook.show({ topics: ['a', 'b'] });
  await hook.show({ topics: ['b', 'c'] });
  expect(opened).toHaveLength(1);
  expect(opened[0]?.feed.asked).toEqual(['subscribe c {}', 'unsubscribe a']);
});

test('opens another feed for another service, and closes the first', async () => {
  await hook.show({ url: 'https://a' });
  await hook.show({ url: 'https://b' });
  expect(opened.map(({ options, feed }) => [options.url, feed.isClosed])).toEqual([
    ['https://a', true],
    ['https://b', false],
  ]);
  expect(hook.last.feed).toBe(opened[1]?.feed);
});
