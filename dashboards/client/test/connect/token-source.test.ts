import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { expiryOf, TokenSource } from '../../src/feed/token-source.ts';

const jwt = (claims: object) =>
  `h.${btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.s`;
const now = Date.parse('2026-11-24T10:00:00Z');
const seconds = now / 1_000;

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now }));
afterEach(() => vi.useRealTimers());

describe('a token', () => {
  test('is asked for once, whoever wants it', async () => {
    const ask = vi.fn(async () => 'one');
    const tokens = new TokenSource(ask);
    expect(await Promise.all([tokens.get(), tokens.get()])).toEqual(['one', 'one']);
    expect(await tokens.get()).toBe('one');
    expect(ask).toHaveBeenCalledTimes(1);
  });

  test('is asked for anew before it expires', async () => {
    const ask = vi.fn(() => jwt({ iat: seconds, exp: seconds + 60 }));
    const tokens = new TokenSource(ask);
    await tokens.get();
    vi.setSystemTime(now + 49_000);
    await tokens.get();
    expect(ask).toHaveBeenCalledTimes(1);
    vi.setSystemTime(now + 50_000);
    await tokens.get();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  test('that cannot be had is asked for again by whoever wants it next', async () => {
    const ask = vi.fn(async () => 'one');
    ask.mockRejectedValueOnce(new Error('offline'));
    const tokens = new TokenSource(ask);
    await expect(tokens.get()).rejects.toThrow('no token could be had');
    expect(await tokens.get()).toBe('one');
  });

  test('that is refused at once is no reason to hurry', async () => {
    const ask = vi.fn(() => 'bad');
    const tokens = new TokenSource(ask);
    await tokens.get();
    expect(tokens.refused()).toBe(false);
    await tokens.get();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  test('that was good and is refused now is replaced at once', async () => {
    const tokens = new TokenSource(() => 'good');
    await tokens.get();
    tokens.proven();
    expect(tokens.refused()).toBe(true);
    expect(tokens.refused()).toBe(false);
  });
});

describe('when a token expires', () => {
  test("is counted from when it was issued, whatever this machine's clock says", () => {
    const issued = seconds - 86_400;
    expect(expiryOf(jwt({ iat: issued, exp: issued + 600 }), now)).toBe(now + 600_000);
  });

  test('is its time where it does not say when it was issued', () => {
    expect(expiryOf(jwt({ exp: seconds + 600 }), now)).toBe(now + 600_000);
  });

  test.each(['opaque', '', 'a.b.c', 'a.!!.c', jwt({}), jwt({ exp: 'soon' }), jwt({ exp: seconds - 5 })])(
    "is the service's to say for “%s”",
    (token) => expect(expiryOf(token, now)).toBe(Number.POSITIVE_INFINITY),
  );
});
