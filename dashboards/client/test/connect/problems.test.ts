import { beforeEach, expect, test, vi } from 'vitest';
import type { SocketClass } from '../../src/api.ts';
import { problem } from '../fake-service.ts';
import { eachTest, type FeedOfService } from './feed-of-service.ts';

let of: FeedOfService;
let errors: unknown[];

const onProblem = () => {
  throw new Error('mine');
};

eachTest((fresh) => (of = fresh));
beforeEach(() => {
  errors = [];
  // Where an error is thrown that nobody catches.
  vi.stubGlobal('queueMicrotask', (run: () => void) =>
    Promise.resolve()
      .then(run, null)
      .catch((error) => errors.push(error)),
  );
});

test('a page that throws when it hears of a refused event goes on publishing, and its error reaches the console', async () => {
  await of.start({ onProblem });
  await of.service.sendConnected();
  const stored = () => Response.json({ accepted: 1, duplicates: 0 }, { status: 202 });
  of.service.answer(problem(422, {}), problem(422, {}), stored(), stored());
  const outcomes = Promise.allSettled(['bad', 'ok'].map((data) => of.feed.publish({ topic: 'a', data })));
  await of.pass(100);
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  const later = of.feed.publish({ topic: 'a', data: 'later' });
  await of.pass(100);
  await expect(later).resolves.toMatchObject({ accepted: 1 });
  expect(errors).toEqual([new Error('mine')]);
});

test('a page that throws when it hears of a gap in a room is in the room', async () => {
  await of.start({ onProblem });
  await of.service.sendConnected();
  const joined = of.feed.join('general', { userId: 'ada' });
  await vi.waitFor(() => expect(of.service.requests).toHaveLength(2), { timeout: 20_000 });
  const gap = { after: 'e1-1', before: 'e1-9', reason: 'expired' };
  const page = (more: object) => Response.json({ events: [], next: 'e1-9', ...more });
  of.service.answer(Response.json({ members: [], position: 'e1-9' }), page({ gap }), page({}));
  await of.service.sendConnected('e1-9');
  await of.pass(0);
  await expect(joined).resolves.toMatchObject({ name: 'general' });
  expect(errors).toEqual([new Error('mine')]);
});

test('a join that is refused is told once', async () => {
  await of.start();
  await of.service.sendConnected();
  const joined = of.feed.join('general');
  await vi.waitFor(() => expect(of.service.requests).toHaveLength(2), { timeout: 20_000 });
  of.service.answer(problem(403, { detail: 'Not yours' }));
  await of.service.sendConnected();
  await expect(joined).rejects.toThrow('Not yours');
  expect(of.problems).toEqual([{ kind: 'refused', text: 'Not yours', transport: 'sse' }]);
});

test('a page that throws when it hears of a blocked transport keeps the connection that works', async () => {
  const Blocked = class {
    constructor() {
      throw new TypeError('blocked');
    }
  } as unknown as SocketClass;
  await of.start({ onProblem, transport: 'auto', WebSocket: Blocked });
  await of.service.sendConnected();
  expect(of.states).toEqual(['connecting', 'connected']);
  expect(errors).toEqual([new Error('mine')]);
});
