import { describe, expect, test } from 'vitest';
import { shownDetail, shownReason, shownState } from '../../src/page/head/connection-badge.ts';

const now = 1_000_000;

describe('the badge of a connection', () => {
  test('that is live says only that', () => {
    expect([shownState({ state: 'live' }), shownDetail({ state: 'live' }, now), shownReason({ state: 'live' })]).toEqual([
      'live',
      '',
      undefined,
    ]);
  });

  test('whose heartbeat is overdue does not call it live, and says for how long', () => {
    const status = { state: 'live', silentSince: now - 12_000 } as const;
    expect(shownState(status)).toBe('silent');
    expect(shownDetail(status, now)).toBe('for 12\u00a0s');
  });

  test('that is tried again says when, and an ellipsis while it is tried', () => {
    expect(shownDetail({ state: 'reconnecting', retryAt: now + 4_100 }, now)).toBe('in 5\u00a0s');
    expect(shownDetail({ state: 'reconnecting', retryAt: now - 1 }, now)).toBe('…');
    expect(shownDetail({ state: 'reconnecting' }, now)).toBe('…');
  });

  test('says why where the reader can help, and not of an outage, which passes by itself', () => {
    expect(shownReason({ state: 'reconnecting', reason: 'the connection ended' })).toBeUndefined();
    expect(shownReason({ state: 'reconnecting', reason: 'The token has expired.', refusal: { status: 401 } })).toBe(
      'sign in to see more',
    );
    expect(shownReason({ state: 'reconnecting', reason: 'another page answered', refusal: { status: 200 } })).toBe(
      'another page answered',
    );
    expect(shownReason({ state: 'closed', reason: 'an operator ended this connection' })).toBe(
      'an operator ended this connection',
    );
  });
});
