import { describe, expect, test, vi } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import { Unreachable } from '../../src/unreachable.ts';
import { event, missed } from '../fake-source.ts';
import { HubOfTabs } from './hub-of-tabs.ts';

const hubOf = new HubOfTabs();
const { tab, last, open } = hubOf;
const debounce = () => vi.advanceTimersByTimeAsync(50);

/** A tab that follows a live stream of `a`, and one that waits for `b`. */
async function join() {
  const a = await tab(['a'], 'e1-1');
  last().live();
  last().bring(event('a', 7));
  const b = await tab(['b'], 'e1-5');
  await debounce();
  last().bring(missed('b', 6));
  return { a, b };
}

/** The stream that was opened in place of the first brings what both lack, and once more what they have. */
function expectNothingLost({ a, b }: Awaited<ReturnType<typeof join>>) {
  expect([last().topics, last().position]).toEqual([['a', 'b'], 'e1-5']);
  last().live();
  last().bring(event('b', 6), event('a', 7), event('a', 8), event('b', 9));
  expect(a.got).toEqual(['a@e1-7', 'a@e1-8']);
  expect(b.got).toEqual(['b@e1-6', 'b@e1-9']);
}

describe('a stream that cannot be changed is opened again', () => {
  test.each([404, 400, 405, 422])('at once after %d', async (status) => {
    const tabs = await join();
    await last().refuse(new Refusal(status, 'no'));
    expect(open()).toHaveLength(1);
    expect(hubOf.sources).toHaveLength(2);
    expectNothingLost(tabs);
  });

  test.each([new Refusal(503, 'busy'), new Unreachable('no answer')])(
    'after a wait when the service failed: %s',
    async (error) => {
      vi.spyOn(Math, 'random').mockReturnValue(0.5);
      const tabs = await join();
      await last().refuse(error);
      await vi.advanceTimersByTimeAsync(900);
      expect(hubOf.sources).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(200);
      expect(hubOf.sources).toHaveLength(2);
      expectNothingLost(tabs);
      vi.restoreAllMocks();
    },
  );

  test('no sooner than the service asks for, and within half a minute', async () => {
    const tabs = await join();
    await last().refuse(new Refusal(503, 'busy', 3_600_000));
    await vi.advanceTimersByTimeAsync(29_900);
    expect(hubOf.sources).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expectNothingLost(tabs);
  });

  test('when a gap is told meanwhile, which may concern what is added only', async () => {
    const tabs = await join();
    last().gap({ after: 'e1-5', before: 'e1-6', reason: 'expired' });
    expectNothingLost(tabs);
    expect(tabs.a.gaps).toEqual([]);
  });

  test('when more comes meanwhile than can be kept', async () => {
    const tabs = await join();
    last().bring(...Array.from({ length: 20_001 }, (_, i) => missed('b', 8 + i)));
    expect(hubOf.sources).toHaveLength(2);
    expectNothingLost(tabs);
  });
});

test('a request that is one too many is made again when the service says, and the stream stays', async () => {
  const { b } = await join();
  await last().refuse(new Refusal(429, 'slow down', 3_000));
  await vi.advanceTimersByTimeAsync(2_900);
  expect(last().changes).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(last().changes[1]).toEqual(last().changes[0]);
  await last().accept();
  last().bring(missed('b', 6));
  last().mark('e1-7', 'b');
  expect([b.got, hubOf.sources.length]).toEqual([['b@e1-6'], 1]);
});

describe('a topic that is forbidden', () => {
  const forbidden = new Refusal(403, 'not allowed', undefined, { forbidden: ['b'], allowed: ['a', 'c'] });

  test('ends only the page that asks for it; the others keep their stream, and get what they asked for', async () => {
    const { a, b } = await join();
    const c = await tab(['c'], 'e1-7');
    const stream = last();
    await stream.refuse(forbidden);
    last().report({ state: 'closed', reason: 'not allowed', refusal: forbidden.details });
    await debounce();
    expect(stream.changes[1]).toEqual({ subscribe: [{ topic: 'c', after: 'e1-7' }], unsubscribe: [] });
    await stream.accept();
    stream.mark('e1-8', 'c');
    expect([a.state, b.state, c.state, stream.isClosed]).toEqual(['live', 'closed', 'live', false]);
    expect(b.feed.status.refusal).toEqual({ status: 403, forbidden: ['b'], allowed: ['a', 'c'] });
  });

  test('that is not named is found by opening the stream again', async () => {
    const tabs = await join();
    await last().refuse(new Refusal(403, 'a proxy refuses this method'));
    expect(hubOf.sources).toHaveLength(2);
    expectNothingLost(tabs);
  });
});

describe('a stream that ends before the marker', () => {
  test('asks for all topics from where the page has history, when its next attempt is due', async () => {
    const tabs = await join();
    await last().accept();
    last().report({ state: 'reconnecting', reason: 'lost', retryAt: Date.now() + 1_000 });
    expect(hubOf.sources).toHaveLength(1);
    expectNothingLost(tabs);
  });

  test('leaves nothing of the request behind', async () => {
    const tabs = await join();
    last().report({ state: 'reconnecting', reason: 'lost', retryAt: Date.now() + 1_000 });
    await last().refuse(new Refusal(404, 'no such client'));
    last().mark(undefined, 'b');
    expect(hubOf.sources).toHaveLength(1);
    expectNothingLost(tabs);
    await tab(['c'], 'e1-9');
    await debounce();
    expect(last().changes[1]?.subscribe).toEqual([{ topic: 'c', after: 'e1-9' }]);
  });

  test('while a topic is left out asks for what is wanted', async () => {
    const a = await tab(['a'], 'e1-1');
    const b = await tab(['b'], 'e1-1');
    const [, stream] = hubOf.sources;
    last().live();
    b.feed.close();
    await vi.advanceTimersByTimeAsync(2_050);
    last().report({ state: 'reconnecting', reason: 'lost', retryAt: Date.now() + 1_000 });
    last().live();
    last().bring(event('a', 2));
    expect([last(), last().topics, a.got]).toEqual([stream, ['a'], ['a@e1-2']]);
  });
});
