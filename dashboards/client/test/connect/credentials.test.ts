import { describe, expect, test, vi } from 'vitest';
import { problem } from '../fake-service.ts';
import { eachTest, type FeedOfService } from './feed-of-service.ts';

let of: FeedOfService;

eachTest((fresh) => (of = fresh));

const tokens = () => {
  let count = 0;
  return vi.fn(async () => `token-${++count}`);
};
const used = () => of.service.requests.map(({ headers }) => headers.get('Authorization'));
const expire = (inMs: number) =>
  of.service.send(
    `event: livefeed.expiring\ndata: ${JSON.stringify({ expires: new Date(Date.now() + inMs).toISOString() })}\n\n`,
  );
const renewals = () => of.service.requests.filter(({ method }) => method === 'POST');
const renewed = (count: number) => vi.waitFor(() => expect(renewals()).toHaveLength(count), { timeout: 20_000 });

test('a token is kept for the next connection', async () => {
  const token = tokens();
  await of.start({ token });
  await of.service.sendConnected();
  await of.service.end();
  await of.pass(1_000);
  expect(used()).toEqual(['Bearer token-1', 'Bearer token-1']);
  expect(token).toHaveBeenCalledTimes(1);
});

describe('a 401', () => {
  const no = () => problem(401, { detail: 'The token has expired.' });

  test('after a connection is followed by another token at once', async () => {
    await of.start({ token: tokens() });
    await of.service.sendConnected();
    await of.service.end();
    of.service.answer(no());
    await of.pass(1_000);
    await of.pass(0);
    expect(used()).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  });

  test('again and again is asked ever more slowly', async () => {
    of.service.answer(...Array.from({ length: 100 }, no));
    await of.start({ token: tokens() });
    await of.pass(60_000);
    expect(used().length).toBeGreaterThan(3);
    expect(used().length).toBeLessThan(12);
    expect(of.problems).toEqual([{ kind: 'refused', text: 'The token has expired.', transport: 'sse' }]);
  });

  test('without a token to be had is no reason to hurry', async () => {
    of.service.answer(no());
    await of.start();
    await of.pass(900);
    expect(used()).toHaveLength(1);
  });
});

describe('a token that is about to expire', () => {
  test('is replaced while the stream goes on', async () => {
    await of.start({ token: tokens() });
    await of.service.sendConnected();
    of.service.answer(Response.json({}));
    await expire(60_000);
    await renewed(1);
    expect(renewals()[0]).toMatchObject({ url: '/clients/c-1/token' });
    expect(renewals()[0]?.headers.get('Authorization')).toBe('Bearer token-2');
    expect(of.states).toEqual(['connecting', 'connected']);
  });

  test('is replaced later when the service was not reached, or the token was not newer', async () => {
    await of.start({ token: tokens() });
    await of.service.sendConnected();
    of.service.answer(new TypeError('network error'), problem(422, { detail: 'not newer' }), Response.json({}));
    await expire(60_000);
    await renewed(1);
    await of.pass(5_000);
    await renewed(2);
    await of.pass(5_000);
    await renewed(3);
    await of.pass(30_000);
    expect(renewals().map(({ headers }) => headers.get('Authorization'))).toEqual([
      'Bearer token-2',
      'Bearer token-3',
      'Bearer token-4',
    ]);
  });

  test('of another user is not tried again', async () => {
    await of.start({ token: tokens() });
    await of.service.sendConnected();
    of.service.answer(problem(403, { detail: 'another user' }));
    await expire(60_000);
    await renewed(1);
    await of.pass(30_000);
    expect(renewals()).toHaveLength(1);
  });

  test('that nobody replaced is another one in the next connection', async () => {
    await of.start({ token: tokens() });
    await of.service.sendConnected();
    await of.service.send('event: livefeed.closing\ndata: {"reason":"expired","reconnect":true}\n\n');
    await of.service.end();
    await of.pass(1_000);
    expect(used()).toEqual(['Bearer token-1', 'Bearer token-2']);
  });
});

test('a token that cannot be had is asked for again', async () => {
  const token = tokens();
  token.mockRejectedValueOnce(new Error('the login is away'));
  await of.start({ token });
  expect(of.feed.status).toMatchObject({ state: 'reconnecting', reason: 'no token could be had' });
  await of.pass(2_000);
  expect(used()).toEqual(['Bearer token-1']);
});
