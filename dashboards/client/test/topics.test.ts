import { expect, test } from 'vitest';
import { listTopics } from '../src/queries/topics.ts';
import { FakeService } from './fake-service.ts';

test('topics come with the time of their newest event in milliseconds', async () => {
  const service = new FakeService();
  const topic = { topic: 'a/b', lastPosition: 'e1-9', lastTime: '2026-11-24T10:00:00+00:00', retained: 4, subscribers: 1 };
  service.answer(new Response(JSON.stringify({ topics: [topic] })));
  const topics = await listTopics({ pattern: 'a/**', fetch: service.fetch });
  expect(topics).toEqual([{ topic: 'a/b', lastTime: Date.parse('2026-11-24T10:00:00Z'), retained: 4 }]);
  expect(service.requests[0]?.url).toBe('/topics?pattern=a%2F**');
});
