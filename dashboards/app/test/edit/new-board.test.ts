import { afterEach, describe, expect, test, vi } from 'vitest';
import { makeBoard } from '../../src/edit/dialogs/new-board.ts';
import { boardName } from '../../src/edit/file/board-name.ts';
import { addTo } from '../../src/explore/add-to-board.ts';
import { allowedPatterns } from '../../src/explore/allowed-patterns.ts';
import { offeredTiles } from '../../src/explore/offered-tiles.ts';
import { TopicProfile } from '../../src/explore/topic-profile.ts';

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['Shop', 'shop'],
  ['Aufträge & Lager', 'auftrage-lager'],
  ['  Web 1 / Web 2  ', 'web-1-web-2'],
  ['注文', 'board'],
  ['', 'board'],
  ['../../etc', 'etc'],
  ['x'.repeat(300), 'x'.repeat(100)],
])('a board of the title “%s” has a file of the name %s', (title, name) => {
  expect(boardName(title)).toBe(name);
  expect(boardName(title)).toMatch(/^[A-Za-z0-9_-]{1,100}$/);
});

describe('a new board', () => {
  test('is written where there is none of its name', async () => {
    const send = vi.fn(async (_: string, __: RequestInit) => new Response(null, { status: 204 }));
    vi.stubGlobal('fetch', send);
    expect(await makeBoard('shop', 'Shop', [])).toBeUndefined();
    const [url, init] = send.mock.calls[0] as [string, RequestInit];
    expect([url, init.method, new Headers(init.headers).get('If-None-Match')]).toEqual(['/boards/shop.json', 'PUT', '*']);
    expect(JSON.parse(String(init.body))).toEqual({ title: 'Shop', tiles: [] });
  });

  test('needs a title, and a name that no other has; what the service says is told', async () => {
    const send = vi.fn(async () => new Response('{}', { status: 412 }));
    vi.stubGlobal('fetch', send);
    expect(await makeBoard('shop', '', [])).toBe('A board needs a title.');
    expect(send).not.toHaveBeenCalled();
    expect(await makeBoard('shop', 'Shop', [])).toContain('There is a board shop already');
    send.mockImplementation(
      async () =>
        new Response('{"detail":"The folder cannot be written."}', {
          status: 409,
          headers: { 'Content-Type': 'application/problem+json' },
        }),
    );
    expect(await makeBoard('shop', 'Shop', [])).toBe('The folder cannot be written.');
  });
});

describe('a tile that is added to a board', () => {
  const file = { title: 'Shop', tiles: [{ type: 'clock' }], later: { kept: true } };
  const tile = { type: 'line', topics: ['a'] };

  function service(headers: Record<string, string>, put = () => new Response(null, { status: 204 })) {
    const puts: RequestInit[] = [];
    vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
      if (init.method !== 'PUT') return new Response(JSON.stringify(file), { headers });
      puts.push(init);
      return put();
    });
    return puts;
  }

  test('stands at its end, and only over the file that was read', async () => {
    const puts = service({ ETag: '"7"', Allow: 'GET, PUT, DELETE' });
    expect(await addTo('shop', tile)).toBeUndefined();
    expect(JSON.parse(String(puts[0]?.body))).toEqual({ ...file, tiles: [{ type: 'clock' }, tile] });
    expect(new Headers(puts[0]?.headers).get('If-Match')).toBe('"7"');
  });

  test('does not take the place of a file that is broken, whose older version is shown', async () => {
    const puts = service({ ETag: '"7"', Allow: 'GET, PUT', 'Board-Error': 'Line%203' });
    expect(await addTo('shop', tile)).toBe('Its file is broken, and must be mended first: Line 3');
    expect(puts).toEqual([]);
  });

  test('is refused in words', async () => {
    service({ Allow: 'GET' });
    expect(await addTo('shop', tile)).toBe('Your rights do not let you change boards.');
    service({ Allow: 'GET, PUT', ETag: '"7"' }, () => new Response('{}', { status: 412 }));
    expect(await addTo('shop', tile)).toBe('Someone saved the board just now. Try again.');
  });
});

describe('the tiles offered for a topic', () => {
  const offers = (topic: string, ...data: unknown[]) => {
    const profile = new TopicProfile();
    for (const one of data) profile.note({ topic: topic.replace('*', 'a'), event: 'message', time: 0, data: one });
    return offeredTiles(topic, profile).map(({ tile }) => tile);
  };

  test('of a number are its chart, the number, and its events', () => {
    expect(offers('t', 1)).toEqual([
      { type: 'line', topics: ['t'] },
      { type: 'number', topics: ['t'] },
      { type: 'events', topics: ['t'] },
    ]);
  });

  test('of an object are a chart for each number in it, with the path and the unit', () => {
    expect(offers('t', { latency_ms: 3, load: 1 }).slice(0, 2)).toEqual([
      { type: 'line', topics: ['t'], value: 'latency_ms', title: 't · latency_ms', unit: 'ms' },
      { type: 'line', topics: ['t'], value: 'load', title: 't · load' },
    ]);
  });

  test('of a state and of a pattern have what shows several', () => {
    expect(offers('t/*', 'up').map(({ type }) => type)).toEqual(['timeline', 'table', 'events']);
  });

  test('of what never came are a list', () => {
    expect(offers('t')).toEqual([{ type: 'events', topics: ['t'] }]);
  });
});

test.each([
  ['**', ['**'], ['**']],
  ['**', ['orders/**', 'web/*'], ['orders/**', 'web/*']],
  ['orders/eu', ['orders/**'], ['orders/eu']],
  ['orders/*', ['orders/eu', 'pay/**'], ['orders/eu']],
  ['secret', ['orders/**'], []],
])('of %s one who may follow %j asks for %j', (pattern, allowed, expected) => {
  expect(allowedPatterns(pattern, allowed)).toEqual(expected);
});
