import { expect, test } from 'vitest';
import { settle } from '../fake-service.ts';
import { HubOfTabs } from './hub-of-tabs.ts';
import type { SharedTab } from './shared-tab.ts';

const { tab, last } = new HubOfTabs();

/** A tab that answers with a newer token. */
async function tabWith(token: string): Promise<{ tab: SharedTab; asked: number[] }> {
  const asked: number[] = [];
  const of = await tab(['a'], 'e1-1');
  of.feed.listen({
    expiring: (expires) => {
      asked.push(expires);
      of.feed.renew(token);
    },
  });
  return { tab: of, asked };
}

test('a token that is about to end is renewed by the tabs, and the first newer one is enough', async () => {
  const tabs = [await tabWith('newer'), await tabWith('newer still')];
  last().live();
  last().expire(5_000);
  await settle();
  expect(tabs.map(({ asked }) => asked)).toEqual([[5_000], [5_000]]);
  expect(last().tokens).toEqual(['newer']);
  last().expire(9_000);
  await settle();
  expect(last().tokens).toEqual(['newer', 'newer']);
  expect(tabs.map(({ tab: { state } }) => state)).toEqual(['live', 'live']);
});

test("a token that the service does not take leaves the other tabs' to be tried", async () => {
  const one = await tabWith("another user's");
  last().live();
  last().refusal = new Error('not of this user');
  last().expire(5_000);
  await settle();
  last().refusal = undefined;
  const other = await tabWith('newer');
  other.tab.feed.renew('newer');
  await settle();
  one.tab.feed.renew('too late');
  await settle();
  expect(last().tokens).toEqual(["another user's", 'newer']);
});

test('a token that nobody asked for changes nothing', async () => {
  const { tab: of } = await tabWith('newer');
  last().live();
  of.feed.renew('unasked');
  await settle();
  expect(last().tokens).toEqual([]);
});
