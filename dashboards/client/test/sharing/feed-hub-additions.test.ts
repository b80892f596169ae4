import { describe, expect, test, vi } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import { event, missed } from '../fake-source.ts';
import { HubOfTabs } from './hub-of-tabs.ts';

const hubOf = new HubOfTabs();
const { tab, last, open, newHub } = hubOf;
const debounce = () => vi.advanceTimersByTimeAsync(50);

/** A tab of this topic with a live stream that has come to position 7. */
async function follow(topic = 'a') {
  const first = await tab([topic], 'e1-1');
  last().live();
  last().bring(event(topic, 7));
  return first;
}

describe('topics that join an open stream', () => {
  test('are added to it, from where their page has history, and nothing is lost or comes twice', async () => {
    const a = await follow();
    const b = await tab(['a', 'b'], 'e1-5');
    await debounce();
    expect(last().changes).toEqual([{ subscribe: [{ topic: 'b', after: 'e1-5' }], unsubscribe: [] }]);
    await last().accept();
    last().bring(event('a', 8), missed('b', 6), missed('b', 9));
    last().mark('e1-9', 'b');
    last().bring(event('b', 10), event('a', 11));
    expect(hubOf.sources).toHaveLength(1);
    expect(a.got).toEqual(['a@e1-7', 'a@e1-8', 'a@e1-11']);
    expect(b.got).toEqual(['b@e1-6', 'a@e1-7', 'a@e1-8', 'b@e1-9', 'b@e1-10', 'a@e1-11']);
  });

  test('are complete when the marker has come, whether the answer came before it or after it', async () => {
    const a = await follow();
    const b = await tab(['b'], 'e1-7');
    await debounce();
    last().bring(missed('b', 8));
    last().mark('e1-8', 'b');
    expect([b.got, b.state]).toEqual([[], 'connecting']);
    await last().accept();
    expect([b.got, b.state, b.feed.position]).toEqual([['b@e1-8'], 'live', 'e1-8']);
    const c = await tab(['c'], 'e1-7');
    await debounce();
    await last().accept();
    last().bring(event('a', 9));
    expect([a.got.length, c.state]).toEqual([2, 'connecting']);
    last().mark('e1-9', 'c');
    expect(c.state).toBe('live');
  });

  test('are asked for together when they come together, and one request is made at a time', async () => {
    await follow();
    await tab(['b'], 'e1-6');
    await tab(['c', 'b'], 'e1-5');
    await debounce();
    await tab(['d'], 'e1-7');
    await debounce();
    const [first] = last().changes;
    expect(last().changes).toHaveLength(1);
    expect(first?.subscribe).toEqual([
      { topic: 'b', after: 'e1-5' },
      { topic: 'c', after: 'e1-5' },
    ]);
    await last().accept();
    last().mark('e1-7', 'b', 'c');
    await debounce();
    expect(last().changes[1]?.subscribe).toEqual([{ topic: 'd', after: 'e1-7' }]);
  });

  test('are asked for by the next connection of the stream too', async () => {
    await follow();
    await tab(['b'], 'e1-7');
    await debounce();
    await last().accept();
    last().mark('e1-9', 'b');
    expect([last().topics, last().position]).toEqual([['a', 'b'], 'e1-9']);
  });

  test('need no request when others are about to add them', async () => {
    await follow();
    await tab(['b'], 'e1-5');
    await debounce();
    last().bring(missed('b', 6), missed('b', 7));
    const c = await tab(['b'], 'e1-6');
    await last().accept();
    last().mark('e1-7', 'b');
    await debounce();
    expect(c.got).toEqual(['b@e1-7']);
    expect([last().changes.length, hubOf.sources.length]).toEqual([1, 1]);
  });

  test('lose nothing when others are about to add them from a later position: the stream is opened again', async () => {
    await follow();
    await tab(['b'], 'e1-6');
    await debounce();
    const c = await tab(['b'], 'e1-4');
    await last().accept();
    last().mark('e1-7', 'b');
    expect([hubOf.sources.length, last().topics, last().position]).toEqual([2, ['a', 'b'], 'e1-4']);
    last().live();
    last().bring(event('b', 5), event('b', 6), event('a', 7), event('b', 8));
    expect(c.got).toEqual(['b@e1-5', 'b@e1-6', 'b@e1-8']);
  });

  test('and what others joined a moment before are known for whoever joins behind them', async () => {
    await follow();
    await tab(['b'], 'e1-5');
    await debounce();
    await last().accept();
    last().bring(missed('b', 6));
    last().mark('e1-7', 'b');
    const c = await tab(['a', 'b'], 'e1-5');
    const d = await tab(['b'], 'e1-4');
    expect(c.got).toEqual(['b@e1-6', 'a@e1-7']);
    expect([hubOf.sources.length, last().position, d.got]).toEqual([2, 'e1-4', []]);
  });

  test('leave a page that another hub takes over where it was', async () => {
    await follow();
    const b = await tab(['b'], 'e1-5');
    await debounce();
    last().bring(missed('b', 6));
    hubOf.hub.close();
    b.moveTo(newHub());
    expect(last().position).toBe('e1-5');
    last().bring(event('b', 6), event('b', 8));
    expect(b.got).toEqual(['b@e1-6', 'b@e1-8']);
  });

  test('give their page a sign of life, however long they take', async () => {
    await follow();
    const b = await tab(['b'], 'e1-5');
    await vi.advanceTimersByTimeAsync(300_000);
    expect([b.own.length, b.state, hubOf.sources.length]).toEqual([0, 'connecting', 1]);
  });
});

describe('topics that nobody wants any more', () => {
  test('are left out a moment later', async () => {
    const a = await tab(['a'], 'e1-1');
    const b = await tab(['b'], 'e1-1');
    last().live();
    b.feed.close();
    await vi.advanceTimersByTimeAsync(2_050);
    expect(last().changes).toEqual([{ subscribe: [], unsubscribe: ['b'] }]);
    await last().accept();
    last().bring(event('a', 4));
    expect([a.got, open().map(({ topics }) => topics)]).toEqual([['a@e1-4'], [['a']]]);
  });

  test('stay until what replaces them has been added', async () => {
    const all = await tab(['a/*'], 'e1-1');
    last().live();
    await tab(['a/1'], 'e1-1');
    all.feed.close();
    await vi.advanceTimersByTimeAsync(2_050);
    expect(last().changes).toEqual([{ subscribe: [{ topic: 'a/1' }], unsubscribe: [] }]);
    await last().accept();
    last().mark('e1-3', 'a/1');
    await debounce();
    expect(last().changes[1]).toEqual({ subscribe: [], unsubscribe: ['a/*'] });
    await last().accept();
    expect(open().map(({ topics }) => topics)).toEqual([['a/1']]);
    last().bring(event('a/1', 4));
    const late = await tab(['a/1'], 'e1-2');
    expect([late.got, hubOf.sources.length]).toEqual([['a/1@e1-4'], 1]);
  });

  test.each([false, true])(
    'and come back meanwhile are added again, when the service had to be asked twice: %s',
    async (isBusy) => {
      await tab(['a'], 'e1-1');
      const first = await tab(['b'], 'e1-1');
      last().live();
      first.feed.close();
      await vi.advanceTimersByTimeAsync(2_050);
      const second = await tab(['b'], 'e1-1');
      if (isBusy) await last().refuse(new Refusal(429, 'slow down', 50));
      else await last().accept();
      await debounce();
      const [, again] = last().changes;
      expect(again).toEqual({ subscribe: [{ topic: 'b', after: 'e1-1' }], unsubscribe: isBusy ? ['b'] : [] });
      await last().accept();
      last().bring(event('a', 2), missed('b', 3));
      last().mark('e1-3', 'b');
      last().bring(event('b', 4));
      expect([second.got, hubOf.sources.length]).toEqual([['b@e1-3', 'b@e1-4'], 2]);
    },
  );

  test('make room at once when there would be more than the service takes', async () => {
    const many = (name: string) => Array.from({ length: 60 }, (_, i) => `${name}/${i}`);
    const a = await tab(many('a'), 'e1-1');
    last().live();
    a.feed.close();
    await tab(many('b'), 'e1-1');
    await debounce();
    expect(last().changes.map(({ subscribe, unsubscribe }) => [subscribe.length, unsubscribe.length])).toEqual([[60, 60]]);
  });
});
