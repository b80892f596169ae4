import { expect, test } from 'vitest';
import { readJson } from '../src/queries/json-answer.ts';
import { listTopics } from '../src/queries/topics.ts';
import { problem } from './fake-service.ts';

const page = () => new Response('<h1>Sign in</h1>', { headers: { 'Content-Type': 'text/html; charset=utf-8' } });

test('the JSON of a good answer is read', async () => {
  expect(await readJson(new Response('{"a":1}', { headers: { 'Content-Type': 'application/json' } }))).toEqual({ a: 1 });
});

test('what the service refuses is told with its text', async () => {
  await expect(readJson(problem(403, { detail: 'No' }))).rejects.toMatchObject({
    name: 'Refusal',
    status: 403,
    message: 'No',
  });
});

test('a page in its place is told as one, and may pass', async () => {
  await expect(readJson(page())).rejects.toMatchObject({ name: 'Refusal', status: 200, isFinal: false });
  await expect(listTopics({ pattern: '**', fetch: async () => page() })).rejects.toThrow('another page answered');
});
