import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import type { ClientMessage } from '../../src/transport.ts';
import { Unreachable } from '../../src/unreachable.ts';
import { problem } from '../fake-service.ts';
import { Publishing } from './publishing.ts';

let publishing: Publishing;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  publishing = new Publishing();
  await publishing.link.connect();
});

afterEach(async () => {
  await publishing.link.close();
  vi.useRealTimers();
});

const tenth = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('a batch', () => {
  test('leaves 100 ms after its first event', async () => {
    await publishing.publish(1);
    await publishing.pass(60);
    await publishing.publish(2);
    await publishing.pass(39);
    expect(publishing.sent).toEqual([]);
    await publishing.pass(1);
    expect(publishing.sent).toEqual([[1, 2]]);
  });

  test('leaves at once with ten events; the others wait for the next', async () => {
    await publishing.publish(...tenth, 11);
    expect(publishing.sent).toEqual([tenth]);
    await publishing.pass(100);
    expect(publishing.sent).toEqual([tenth, [11]]);
  });

  test('is as large and as late as told', async () => {
    publishing.queue.batch = { events: 2, wait: 1_000 };
    await publishing.publish(1, 2, 3);
    await publishing.pass(999);
    expect(publishing.sent).toEqual([[1, 2]]);
    await publishing.pass(1);
    expect(publishing.sent).toEqual([[1, 2], [3]]);
  });

  test('leaves at once on flush, which ends when the service has it', async () => {
    publishing.link.reply('none');
    await publishing.publish(1);
    let isFlushed = false;
    void publishing.queue.flush().then(() => (isFlushed = true));
    await publishing.pass(0);
    expect(publishing.sent).toEqual([[1]]);
    expect(isFlushed).toBe(false);
    await publishing.pass(30_000 + 500);
    expect(isFlushed).toBe(true);
  });

  test('has no more bytes than a slow line takes in time; a larger event goes alone', async () => {
    const large = 'x'.repeat(200 << 10);
    await publishing.publish({ data: large }, { data: large }, { data: 'x'.repeat(300 << 10) }, 4);
    await publishing.pass(100);
    expect(publishing.sent.map((batch) => batch.length)).toEqual([1, 1, 1, 1]);
  });

  test('is one at a time, so that the order is kept', async () => {
    publishing.link.reply('none');
    await publishing.publish(...tenth, ...tenth.map((n) => n + 10));
    expect(publishing.sent).toEqual([tenth]);
  });
});

describe('an event', () => {
  test('has an id before it is sent first, and is sent again with it', async () => {
    publishing.link.reply(new Unreachable('cut'));
    await publishing.publish(1, { data: 2, id: 'mine' });
    await publishing.pass(100 + 500);
    const [first, second] = publishing.ids;
    expect(first).toEqual([expect.stringMatching(/^[0-9a-f]{24}-\w+$/), 'mine']);
    expect(second).toEqual(first);
    expect(publishing.said).toEqual(['accepted', 'accepted']);
  });

  test('is what it was when it was published', async () => {
    const data = { n: 1 };
    await publishing.publish({ topic: 't', data });
    data.n = 2;
    await publishing.pass(100);
    expect(publishing.sent).toEqual([[{ n: 1 }]]);
  });

  test('is answered with its own id and what the service said of its batch', async () => {
    publishing.link.reply({ accepted: 2, duplicates: 1, positions: { first: 'e1-7', last: 'e1-8' } });
    await publishing.publish({ data: 1, id: 'a' }, { data: 2, id: 'b' });
    await publishing.pass(100);
    const answer = { accepted: 2, duplicates: 1, positions: { first: 'e1-7', last: 'e1-8' } };
    expect(publishing.outcomes).toEqual([
      { id: 'a', ...answer },
      { id: 'b', ...answer },
    ]);
  });

  test('that is no JSON is refused at once, and nothing else is', async () => {
    await publishing.publish({ data: 1n }, 2);
    await publishing.pass(100);
    expect(publishing.outcomes[0]).toBeInstanceOf(TypeError);
    expect(publishing.sent).toEqual([[2]]);
  });
});

describe('what the service refuses', () => {
  test.each([400, 403, 409, 413, 422])('with %i is refused alone: all others are stored, in order', async (status) => {
    const isBad = (n: unknown) => n === 4;
    publishing.link.reply(
      ...Array.from({ length: 20 }, () => ({ events }: ClientMessage) => {
        const list = events as { readonly data: unknown }[];
        if (list.some(({ data }) => isBad(data))) throw new Refusal(status, 'no');
        return { accepted: list.length, duplicates: 0 };
      }),
    );
    await publishing.publish(...tenth, 11);
    await publishing.pass(100);
    expect(publishing.said).toEqual([...tenth, 11].map((n) => (isBad(n) ? 'no' : 'accepted')));
    const stored = publishing.sent.filter((batch) => !batch.some(isBad)).flat();
    expect(stored).toEqual([1, 2, 3, 5, 6, 7, 8, 9, 10, 11]);
    expect(publishing.link.problems).toEqual([{ kind: 'refused', text: 'an event was not published: no' }]);
  });

  test('is named without the batch, of which its publisher knows nothing', async () => {
    publishing.link.reply(new Refusal(422, '/0/topic: has white space; /0/key: is too long'));
    await publishing.publish(1);
    await publishing.pass(100);
    expect(publishing.said).toEqual(['/topic: has white space; /key: is too long']);
  });

  test('for its credentials is sent once more, by a request with a newer token', async () => {
    publishing.link.reply(new Refusal(401, 'expired'));
    await publishing.publish(1, 2);
    await publishing.pass(100);
    expect(publishing.link.asked[0]?.headers.get('Authorization')).toBe('Bearer t1');
    expect(publishing.said).toEqual(['accepted', 'accepted']);
  });

  test('for its credentials again is refused whole', async () => {
    publishing.link.reply(new Refusal(401, 'expired'));
    publishing.link.answer(problem(401, { detail: 'no such token' }));
    await publishing.publish(1, 2);
    await publishing.pass(100);
    expect(publishing.said).toEqual(['no such token', 'no such token']);
  });
});

describe('after a refusal for now', () => {
  test.each([301, 404, 405, 407, 410, 415, 451])(
    '%i is of something between, and the batch is sent again',
    async (status) => {
      publishing.link.reply(new Refusal(status, 'a page for people'), new Refusal(status, 'a page for people'));
      await publishing.publish(1);
      await publishing.pass(5_000);
      expect(publishing.sent).toEqual([[1], [1], [1]]);
      expect(publishing.said).toEqual(['accepted']);
    },
  );

  test.each([429, 503])('%i waits as long as the service asks, whatever is published meanwhile', async (status) => {
    publishing.link.reply(new Refusal(status, 'later', 7_000));
    await publishing.publish(1);
    await publishing.pass(100);
    await publishing.publish(...tenth);
    await publishing.pass(6_999);
    expect(publishing.sent).toEqual([[1]]);
    await publishing.pass(1);
    expect(publishing.sent).toEqual([[1], [1], tenth]);
    expect(publishing.ids[1]).toEqual(publishing.ids[0]);
  });

  test('a time that no timer has is not over at once', async () => {
    publishing.link.reply(new Refusal(503, 'later', 1e15));
    await publishing.publish(1);
    await publishing.pass(100);
    await publishing.pass(1_000_000);
    expect(publishing.sent).toEqual([[1]]);
  });
});
