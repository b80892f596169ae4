import { afterEach, expect, test, vi } from 'vitest';
import { loadBoard, nameFromPath } from '../../src/board/board-source.ts';

test.each([
  ['/', undefined],
  ['/boards/host', 'host'],
  ['/boards/my%20board/', 'my board'],
  ['/boards/a/b', undefined],
  ['/boards/%E0%A4', '%E0%A4'],
])('the address %s names the board %j', (path, name) => {
  expect(nameFromPath(path)).toBe(name);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('a missing board is looked for each 0.8 s, after a minute each 4 s at most, until it is there', async () => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  const file = JSON.stringify({ title: 'Shop', tiles: [] });
  const ask = vi.fn(() => Promise.resolve(new Response('', { status: 404 })));
  vi.stubGlobal('fetch', ask);
  const problems: string[] = [];
  const loading = loadBoard('/boards/shop', ({ kind }) => problems.push(kind));

  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask.mock.calls.length).toBe(76);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask.mock.calls.length).toBe(76 + 30);

  ask.mockImplementation(() => Promise.resolve(new Response(file)));
  await vi.advanceTimersByTimeAsync(4_000);
  expect((await loading).board.title).toBe('Shop');
  expect(new Set(problems)).toEqual(new Set(['missing']));
});
