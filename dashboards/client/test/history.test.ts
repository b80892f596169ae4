import { expect, test } from 'vitest';
import { readHistory, readNewest } from '../src/queries/history.ts';
import { FakeService, problem } from './fake-service.ts';

const wire = (n: number) => ({
  position: `e1-${n}`,
  topic: 'a',
  event: 'metric',
  time: '2026-11-24T10:00:00.123Z',
  key: 'a',
  data: n,
});

const page = (numbers: number[], next: string) =>
  new Response(JSON.stringify({ events: numbers.map(wire), next }), { headers: { Date: 'Tue, 24 Nov 2026 10:00:05 GMT' } });

async function read(service: FakeService) {
  const pages = [];
  for await (const one of readHistory({ topics: ['a', 'b/*'], since: '00:05:00', limit: 2, fetch: service.fetch }))
    pages.push(one);
  return pages;
}

test('a page with fewer events than asked for is not the last: only an empty one is', async () => {
  const service = new FakeService();
  service.answer(page([1], 'e1-1'), page([2, 3], 'e1-3'), page([4], 'e1-4'), page([], 'e1-9'));
  const pages = await read(service);
  expect(pages.flatMap(({ events }) => events.map(({ position }) => position))).toEqual(['e1-1', 'e1-2', 'e1-3', 'e1-4']);
  expect(pages.at(-1)?.next).toBe('e1-9');
});

test('the first page is asked for by time, the next ones by position', async () => {
  const service = new FakeService();
  service.answer(page([1, 2], 'e1-2'), page([], 'e1-2'));
  await read(service);
  expect(service.requests.map(({ url }) => url)).toEqual([
    '/history?topic=a&topic=b%2F*&limit=2&since=00%3A05%3A00',
    '/history?topic=a&topic=b%2F*&limit=2&after=e1-2&until=2026-11-24T10%3A00%3A05.000Z',
  ]);
});

test('a service that repeats itself is not asked for ever', async () => {
  const service = new FakeService();
  service.answer(page([1, 2], 'e1-2'), page([1, 2], 'e1-2'), page([1, 2], 'e1-2'));
  expect(await read(service)).toHaveLength(2);
});

test('times are milliseconds, and the page tells the clock of the service', async () => {
  const service = new FakeService();
  service.answer(page([1], 'e1-1'), page([], 'e1-1'));
  const [first] = await read(service);
  expect(first?.events[0]?.time).toBe(Date.parse('2026-11-24T10:00:00.123Z'));
  expect(first?.servedAt).toBe(Date.parse('2026-11-24T10:00:05Z'));
});

test('a refusal carries the text of the problem', async () => {
  const service = new FakeService();
  service.answer(problem(403, { title: 'Forbidden', detail: 'not for you' }));
  await expect(read(service)).rejects.toMatchObject({ name: 'Refusal', status: 403, message: 'not for you' });
});

test('of the newest, events that were too large for one answer are asked for after it', async () => {
  const service = new FakeService();
  service.answer(page([4], 'e1-4'), page([5], 'e1-9'), page([], 'e1-9'));
  const until = '&until=2026-11-24T10%3A00%3A05.000Z';
  const events = [];
  for await (const one of readNewest({ topics: ['a'], count: 9, fetch: service.fetch })) events.push(...one.events);
  expect(events.map(({ data }) => data)).toEqual([4, 5]);
  expect(service.requests.map(({ url }) => url)).toEqual([
    '/history?topic=a&newest=9',
    `/history?topic=a&newest=9&after=e1-4${until}`,
    `/history?topic=a&newest=9&after=e1-9${until}`,
  ]);
});

test("a log that grows as fast as it is read is not run after: what came since the first answer is the stream's", async () => {
  let now = Date.parse('2026-11-24T10:00:00Z');
  const fetch = (input: RequestInfo | URL): Promise<Response> => {
    const query = new URL(String(input), 'http://service').searchParams;
    const until = query.get('until') === null ? now : Date.parse(query.get('until') as string);
    const after = Number(query.get('after')?.slice(3) ?? 0);
    now += 1_000;
    const last = Math.min(until, now) / 1_000 - Date.parse('2026-11-24T09:59:50Z') / 1_000;
    const events = Array.from({ length: Math.max(0, last - after) }, (_, i) => wire(after + 1 + i));
    return Promise.resolve(
      Response.json({ events, next: `e1-${Math.max(after, last)}` }, { headers: { Date: new Date(until).toUTCString() } }),
    );
  };
  const pages = [];
  for await (const one of readHistory({ topics: ['a'], since: '00:05:00', limit: 2, fetch })) if (pages.push(one) > 9) break;
  expect(pages.map(({ events, next }) => [events.length, next])).toEqual([
    [10, 'e1-10'],
    [0, 'e1-10'],
  ]);
});

test('a page tells what is missing before it, and what stands behind a gap is read on', async () => {
  const service = new FakeService();
  const gap = { after: 'e1-1', before: 'e1-7', reason: 'lost' };
  service.answer(Response.json({ events: [], next: 'e1-6', gap }), page([7], 'e1-7'), page([], 'e1-7'));
  const pages = await read(service);
  expect([pages[0]?.gap, pages[1]?.events[0]?.data]).toEqual([gap, 7]);
});

test.each([
  ['that cannot be reached', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['whose answer breaks off', () => Promise.resolve(new Response('{"events":[{"pos'))],
])('a service %s is away, which is no fault of the page', async (_, fetch) => {
  await expect(readHistory({ topics: ['a'], since: '00:05:00', limit: 2, fetch }).next()).rejects.toMatchObject({
    name: 'Unreachable',
  });
});

test('a question that was taken back ends as its signal says', async () => {
  const aborter = new AbortController();
  aborter.abort();
  const fetch = () => Promise.reject(new TypeError('aborted'));
  await expect(
    readHistory({ topics: ['a'], since: '00:05:00', limit: 2, fetch, signal: aborter.signal }).next(),
  ).rejects.toMatchObject({ name: 'AbortError' });
});
