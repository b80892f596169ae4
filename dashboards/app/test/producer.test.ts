import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

/** What the examples' producers are made with. */
interface Producer {
  post(events: readonly object[]): Promise<void>;
  follow(topic: string, onEvent: (event: unknown) => void): Promise<never>;
}

const module = new URL('../../../examples/lib/livefeed.mjs', import.meta.url);
const answers: (Response | Error)[] = [];
const fetched = vi.fn(async (_url: string, _init: RequestInit) => {
  const answer = answers.shift() ?? new Error('nobody there');
  if (answer instanceof Error) throw answer;
  return answer;
});

async function producer(key?: string): Promise<Producer> {
  vi.stubEnv('LIVEFEED_KEY', key);
  // A module of its own, as it reads the key when it is loaded.
  return (await import(/* @vite-ignore */ `${module}?${key}`)) as Producer;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', fetched);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  fetched.mockClear();
  answers.length = 0;
});

const taken = () => Response.json({ accepted: 1 }, { status: 202 });

describe('a producer that posts', () => {
  test('delays as long as the service asks, then longer each time, and posts the same again', async () => {
    answers.push(
      new Response('full', { status: 429, headers: { 'Retry-After': '3' } }),
      new Response('', { status: 503 }),
      new Error('gone'),
      taken(),
    );
    const done = (await producer()).post([
      { topic: 'a', data: 1 },
      { topic: 'b', data: 2 },
    ]);
    const bodies = () => fetched.mock.calls.map(([, init]) => init.body);
    await vi.advanceTimersByTimeAsync(3_249);
    expect(bodies()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(bodies()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(500);
    expect(bodies()).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(1_000);
    await done;
    expect(new Set(bodies())).toEqual(new Set(['{"topic":"a","data":1}\n{"topic":"b","data":2}']));
  });

  test('does not repeat what will be as wrong the next time', async () => {
    answers.push(new Response('a topic has no spaces', { status: 422 }));
    await expect((await producer()).post([{ topic: 'a b' }])).rejects.toThrow('422: a topic has no spaces');
    expect(fetched).toHaveBeenCalledOnce();
  });

  test('says which of its events were refused', async () => {
    answers.push(Response.json({ accepted: 1, rejected: [{ line: 2, error: 'no data' }] }, { status: 202 }));
    await (await producer()).post([{ topic: 'a', data: 1 }, { topic: 'b' }]);
    expect(console.error).toHaveBeenCalledWith('Refused: no data\n  {"topic":"b"}');
  });

  test.each([
    ['k-1', 'k-1'],
    [undefined, undefined],
  ])('with the key %j sends %j', async (key, sent) => {
    answers.push(taken());
    await (await producer(key)).post([{ topic: 'a', data: 1 }]);
    expect((fetched.mock.calls[0]?.[1].headers as Record<string, string> | undefined)?.['X-API-Key']).toBe(sent);
  });
});

describe('a producer that follows a topic', () => {
  test('goes on after what it saw last, and keeps the words of the service to itself', async () => {
    const seen: unknown[] = [];
    const frames = [
      ': hello\n\nevent: livefeed.connected\nid: 1-0\ndata: {}\n\n',
      'id: 1-7\nevent: bid\nda',
      'ta: {"data":{"amount":5}}\n\n',
    ];
    const stream = new ReadableStream({
      start: (controller) => {
        for (const frame of frames) controller.enqueue(new TextEncoder().encode(frame));
        controller.close();
      },
    });
    answers.push(new Response(stream), new Response('not yours', { status: 403 }));
    const ended = (await producer()).follow('auction/bids', (event) => seen.push(event));
    const refused = expect(ended).rejects.toThrow('not yours');
    await vi.advanceTimersByTimeAsync(60_000);
    await refused;
    expect(seen).toEqual([{ data: { amount: 5 } }]);
    expect((fetched.mock.calls[1]?.[1].headers as Record<string, string> | undefined)?.['Last-Event-ID']).toBe('1-7');
  });
});
