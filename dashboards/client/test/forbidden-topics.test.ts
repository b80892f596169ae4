import { expect, test } from 'vitest';
import { askForbidden } from '../src/queries/forbidden-topics.ts';
import { problem } from './fake-service.ts';

const asking = (answer: (topics: readonly string[]) => Response | Error) => {
  const asked: string[][] = [];
  const send: typeof fetch = async (input) => {
    const topics = new URL(String(input), 'http://service').searchParams.getAll('topic');
    asked.push(topics);
    const result = answer(topics);
    if (result instanceof Error) throw result;
    return result;
  };
  return { asked, send };
};

test('what is allowed is not named', async () => {
  const { send } = asking(() => new Response('{"events":[]}'));
  expect(await askForbidden({ topics: ['a', 'b'], fetch: send })).toEqual([]);
});

test('many topics are asked in portions, and what any of them forbids is named', async () => {
  const topics = Array.from({ length: 250 }, (_, i) => `t/${i}`);
  const { asked, send } = asking((some) =>
    problem(403, { forbidden: some.filter((topic) => topic.endsWith('9')), allowed: [] }),
  );
  expect(await askForbidden({ topics, fetch: send })).toEqual(topics.filter((topic) => topic.endsWith('9')));
  expect(asked.map(({ length }) => length)).toEqual([100, 100, 50]);
});

test.each([
  ['needs credentials', () => problem(401, { detail: 'No' })],
  ['is busy', () => problem(503, { detail: 'Busy' })],
  ['names nothing', () => problem(403, { detail: 'No' })],
  ['is away', () => new TypeError('refused')],
])('a service that %s says nothing', async (_, answer) => {
  const { send } = asking(answer);
  expect(await askForbidden({ topics: ['a'], fetch: send })).toBeUndefined();
});
