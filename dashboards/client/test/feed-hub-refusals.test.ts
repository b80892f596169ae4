import { describe, expect, test } from 'vitest';
import { event, type FakeSource } from './fake-source.ts';
import { useSharedHub } from './shared-hub.ts';

const { tab, last, open, made } = useSharedHub();

describe('what the service refuses', () => {
  const refuse = (reason = 'not allowed') => last().report({ state: 'closed', reason });

  test('ends only the page that asked for it', async () => {
    const a = await tab(['a'], 'e1-1');
    const b = await tab(['secret'], 'e1-1');
    refuse();
    expect(open().map(({ topics }) => topics)).toEqual([['a'], ['secret']]);
    refuse();
    open()[0]?.live();
    open()[0]?.bring(event('a', 2));
    expect([a.state, a.got, b.feed.status]).toEqual(['live', ['a@e1-2'], { state: 'closed', reason: 'not allowed' }]);
  });

  test('by name parts at once only the pages that asked for it', async () => {
    const topics = ['a', 'b', 'secret', 'c', 'd', 'e'];
    const tabs = await Promise.all(topics.map((topic) => tab([topic], 'e1-1')));
    const count = made().length;
    const forbid = (source: FakeSource) =>
      source.report({
        state: 'closed',
        reason: 'not allowed',
        refusal: { status: 403, forbidden: ['secret'], allowed: ['a'] },
      });
    forbid(last());
    for (const source of open()) source.topics.includes('secret') ? forbid(source) : source.live();
    expect(tabs.map(({ state }) => state)).toEqual(['live', 'live', 'closed', 'live', 'live', 'live']);
    expect(tabs[2]?.feed.status.refusal).toEqual({ status: 403, forbidden: ['secret'], allowed: ['a'] });
    expect(made().length - count).toBe(2);
  });

  test('is found among pages that came together', async () => {
    const tabs = [await tab(['a'], 'e1-1'), await tab(['secret'], 'e1-1'), await tab(['c'], 'e1-1')];
    for (let i = 0; i < 8; i++) {
      for (const source of open()) {
        if (source.topics.includes('secret')) source.report({ state: 'closed', reason: 'not allowed' });
        else source.live();
      }
    }
    expect(tabs.map(({ state }) => state)).toEqual(['live', 'closed', 'live']);
  });

  test('while it was live ends all', async () => {
    const a = await tab(['a'], 'e1-1');
    const b = await tab(['a'], 'e1-1');
    last().live();
    refuse('an operator ended this connection');
    expect([a.state, b.state]).toEqual(['closed', 'closed']);
    expect(made()).toHaveLength(1);
  });

  test('may be asked for again', async () => {
    await tab(['a'], 'e1-1');
    refuse();
    await tab(['a'], 'e1-1');
    last().live();
    expect(open().map(({ topics }) => topics)).toContainEqual(['a']);
  });
});
