import { describe, expect, test, vi } from 'vitest';
import { event } from './fake-source.ts';
import { useSharedHub } from './shared-hub.ts';

const { tab, last, open, made, newHub, closeHub } = useSharedHub();

describe('nothing is lost or comes twice', () => {
  test('when a page joins behind the stream', async () => {
    const a = await tab(['a'], 'e1-1');
    last().live();
    last().bring(event('a', 2), event('a', 3), event('a', 10));
    const b = await tab(['a'], 'e1-2');
    last().bring(event('a', 11));
    expect(made()).toHaveLength(1);
    expect(b.got).toEqual(['a@e1-3', 'a@e1-10', 'a@e1-11']);
    expect(a.got).toEqual(['a@e1-2', 'a@e1-3', 'a@e1-10', 'a@e1-11']);
  });

  test('when a page joins further behind than is remembered', async () => {
    const a = await tab(['a'], 'e1-5');
    last().live();
    last().bring(event('a', 6));
    const b = await tab(['a'], 'e1-2');
    expect(last().position).toBe('e1-2');
    last().bring(event('a', 4), event('a', 6), event('a', 7));
    expect(a.got).toEqual(['a@e1-6', 'a@e1-7']);
    expect(b.got).toEqual(['a@e1-4', 'a@e1-6', 'a@e1-7']);
  });

  test('when a page joins ahead of the stream', async () => {
    await tab(['**'], 'e1-1');
    last().live();
    const b = await tab(['a'], 'e1-9');
    last().bring(event('a', 8), event('a', 9), event('a', 10));
    expect(b.got).toEqual(['a@e1-10']);
  });

  test('when it is opened again twice before it was live', async () => {
    const a = await tab(['a'], 'e1-10');
    const b = await tab(['b'], 'e1-5');
    const c = await tab(['c'], 'e1-7');
    expect(last().position).toBe('e1-5');
    last().bring(event('b', 6), event('c', 6), event('c', 8), event('a', 9), event('a', 11));
    expect([a.got, b.got, c.got]).toEqual([['a@e1-11'], ['b@e1-6'], ['c@e1-8']]);
  });

  test('when a page was asleep and let go: it joins again from where it was', async () => {
    const a = await tab(['a'], 'e1-1');
    last().live();
    last().bring(event('a', 2));
    a.asleep = [];
    last().bring(event('a', 3));
    last().bring(event('a', 4));
    await vi.advanceTimersByTimeAsync(70_000);
    expect(open()).toHaveLength(0);
    a.wake();
    expect(last().position).toBe('e1-3');
    last().bring(event('a', 4));
    expect(a.got).toEqual(['a@e1-2', 'a@e1-3', 'a@e1-4']);
  });

  test('when another page takes the hub over', async () => {
    const a = await tab(['a'], 'e1-1');
    last().live();
    last().bring(event('a', 2));
    a.asleep = [];
    last().bring(event('a', 3));
    closeHub();
    const waiting = a.asleep;
    a.asleep = undefined;
    a.moveTo(newHub());
    for (const run of waiting) run();
    expect(last().position).toBe('e1-2');
    last().bring(event('a', 3), event('a', 4));
    expect(a.got).toEqual(['a@e1-2', 'a@e1-3', 'a@e1-4']);
  });

  test('when the log begins anew', async () => {
    const a = await tab(['a'], 'e1-50');
    last().live();
    last().gap({ after: 'e1-50', before: 'e2-1', reason: 'epoch' });
    last().bring(event('a', 1, 'e2'));
    const b = await tab(['a'], 'e2-0');
    last().bring(event('a', 1, 'e2'), event('a', 2, 'e2'));
    expect(a.gaps).toHaveLength(1);
    expect(a.got).toEqual(['a@e2-1', 'a@e2-2']);
    expect(b.got).toEqual(['a@e2-1', 'a@e2-2']);
  });
});

test('a gap reaches those whose events it had, and not those who have them', async () => {
  const a = await tab(['a'], 'e1-50');
  last().live();
  const b = await tab(['a'], 'e1-1');
  last().gap({ after: 'e1-1', before: 'e1-20', reason: 'expired' });
  expect([a.gaps.length, b.gaps.length]).toEqual([0, 1]);
});

test('an ephemeral event reaches those who are there', async () => {
  const a = await tab(['a'], 'e1-1');
  last().live();
  last().bring(event('a'));
  const b = await tab(['a'], 'e1-1');
  expect([a.got, b.got]).toEqual([['a@'], []]);
});
