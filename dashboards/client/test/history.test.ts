import { expect, test } from 'vitest';
import { readHistory } from '../src/history.ts';
import { FakeService, problem } from './fake-service.ts';

const wire = (n: number) => ({ position: `e1-${n}`, topic: 'a', event: 'metric', time: '2026-11-24T10:00:00.123Z', key: 'a', data: n });

const page = (numbers: number[], next: string) =>
  new Response(JSON.stringify({ events: numbers.map(wire), next }), { headers: { Date: 'Tue, 24 Nov 2026 10:00:05 GMT' } });

async function read(service: FakeService) {
  const pages = [];
  for await (const one of readHistory({ topics: ['a', 'b/*'], since: '00:05:00', limit: 2, fetch: service.fetch })) pages.push(one);
  return pages;
}

test('a page with fewer events than asked for is not the last: only an empty one is', async () => {
  const service = new FakeService();
  service.answer(page([1], 'e1-1'), page([2, 3], 'e1-3'), page([4], 'e1-4'), page([], 'e1-9'));
  const pages = await read(service);
  expect(pages.flatMap(({ events }) => events.map(({ position }) => position))).toEqual(['e1-1', 'e1-2', 'e1-3', 'e1-4']);
  expect(pages.map(({ isLast }) => isLast)).toEqual([false, false, false, true]);
  expect(pages.at(-1)?.next).toBe('e1-9');
});

test('the first page is asked for by time, the next ones by position', async () => {
  const service = new FakeService();
  service.answer(page([1, 2], 'e1-2'), page([], 'e1-2'));
  await read(service);
  expect(service.requests.map(({ url }) => url)).toEqual([
    '/history?topic=a&topic=b%2F*&limit=2&since=00%3A05%3A00',
    '/history?topic=a&topic=b%2F*&limit=2&after=e1-2',
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
