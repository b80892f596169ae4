import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Subscriptions } from '../../src/feed/subscriptions.ts';
import { Refusal } from '../../src/refusal.ts';
import type { FeedEvent } from '../../src/types.ts';
import { Unreachable } from '../../src/unreachable.ts';
import { settle } from '../fake-service.ts';
import { AskedConnection } from './asked-connection.ts';

let asked: AskedConnection;
let subscriptions: Subscriptions;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  asked = new AskedConnection(['a']);
  ({ subscriptions } = asked);
});

afterEach(() => vi.useRealTimers());

const event = (topic: string, sequence: number): FeedEvent => ({
  position: `e1-${sequence}`,
  topic,
  event: 'message',
  time: 0,
  data: null,
});
const outcomeOf = (promise: Promise<void>) => {
  const outcome: { is: unknown } = { is: 'open' };
  promise.then(
    () => (outcome.is = 'done'),
    (error: unknown) => (outcome.is = error),
  );
  return outcome;
};

describe('an addition', () => {
  test('is done when all that was missed has come, and only then followed by the next connection', async () => {
    const outcome = outcomeOf(subscriptions.subscribe(['b', 'c'], { after: 'e1-5' }));
    await settle();
    expect(asked.changes).toEqual([
      {
        subscribe: [
          { topic: 'b', after: 'e1-5' },
          { topic: 'c', after: 'e1-5' },
        ],
        unsubscribe: [],
      },
    ]);
    subscriptions.completed(['b']);
    await settle();
    expect(outcome.is).toBe('open');
    subscriptions.completed(['c']);
    await settle();
    expect(outcome.is).toBe('done');
    expect(asked.aims.at(-1)).toEqual(['a', 'b', 'c']);
  });

  test('of what is followed asks for nothing', async () => {
    await subscriptions.subscribe(['a']);
    expect(asked.changes).toEqual([]);
  });

  test('that is asked for twice is one', async () => {
    const outcomes = [outcomeOf(subscriptions.subscribe(['b'])), outcomeOf(subscriptions.subscribe(['b']))];
    await settle();
    subscriptions.completed(['b']);
    await settle();
    expect(asked.changes).toHaveLength(1);
    expect(outcomes.map(({ is }) => is)).toEqual(['done', 'done']);
  });

  test('waits for a connection', async () => {
    asked.clientId = undefined;
    const outcome = outcomeOf(subscriptions.subscribe(['b'], { last: 3 }));
    await settle();
    expect(asked.changes).toEqual([]);
    await asked.reconnect('c-1');
    expect(asked.changes[0]?.subscribe).toEqual([{ topic: 'b', last: 3 }]);
    expect(outcome.is).toBe('open');
  });

  test('that was cut off goes on after what has come of it', async () => {
    void subscriptions.subscribe(['b'], { after: 'e1-5' });
    await settle();
    subscriptions.isNews(event('b', 7));
    subscriptions.isNews(event('b', 9));
    await asked.reconnect('c-2');
    expect(asked.changes[1]?.subscribe).toEqual([{ topic: 'b', after: 'e1-9' }]);
  });

  test('from now on, that was cut off, goes on after the position at which it was asked for', async () => {
    void subscriptions.subscribe(['b']);
    await settle();
    asked.position = 'e1-120';
    await asked.reconnect('c-2');
    expect(asked.changes.map(({ subscribe }) => subscribe)).toEqual([[{ topic: 'b' }], [{ topic: 'b', after: 'e1-100' }]]);
  });

  test('that was refused is not asked for again, and says why', async () => {
    asked.failures.push(new Refusal(403, 'not allowed'));
    const outcome = outcomeOf(subscriptions.subscribe(['b']));
    const other = outcomeOf(subscriptions.subscribe(['c']));
    await settle();
    expect(outcome.is).toMatchObject({ status: 403 });
    expect(other.is).toBe('open');
    await asked.reconnect('c-2');
    expect(asked.changes.at(-1)?.subscribe).toMatchObject([{ topic: 'c' }]);
  });

  test.each([
    ['one too many', new Refusal(429, 'wait', 3_000), 3_000],
    ['without an answer', new Unreachable('no answer'), 1_000],
    ['to a service in trouble', new Refusal(500, 'oops'), 1_000],
  ])('that was %s is asked for again', async (_, failure, wait) => {
    asked.failures.push(failure);
    void subscriptions.subscribe(['b']);
    await settle();
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(asked.changes).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked.changes).toHaveLength(2);
  });

  test('to a client that the service does not know is given up in the end', async () => {
    asked.failures.push(...[1, 2, 3].map(() => new Refusal(404, 'no such client')));
    const outcome = outcomeOf(subscriptions.subscribe(['b']));
    await settle();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked.changes).toHaveLength(3);
    expect(outcome.is).toMatchObject({ status: 404 });
  });

  test('is over when the feed is closed', async () => {
    const outcome = outcomeOf(subscriptions.subscribe(['b']));
    await settle();
    subscriptions.end(new Error('closed'));
    await settle();
    expect(outcome.is).toMatchObject({ message: 'closed' });
  });
});

describe('what comes of an addition', () => {
  beforeEach(async () => {
    void subscriptions.subscribe(['b/**'], { after: 'e1-5' });
    await settle();
  });

  test('is news once, however often it comes', () => {
    const seen = [6, 7, 8, 7, 8, 9].map((sequence) => subscriptions.isNews(event('b/x', sequence)));
    expect(seen).toEqual([true, true, true, false, false, true]);
  });

  test('says nothing of topics that are followed', () => {
    expect(subscriptions.isNews(event('a', 200))).toBeUndefined();
    expect(subscriptions.isNews(event('elsewhere', 200))).toBeUndefined();
  });

  test('counts as any other once it is complete', () => {
    subscriptions.completed(['b/**']);
    expect(subscriptions.isNews(event('b/x', 200))).toBeUndefined();
  });
});
