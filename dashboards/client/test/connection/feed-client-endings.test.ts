import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { problem } from '../fake-service.ts';
import { Following } from './following.ts';

let feed: Following;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  feed = new Following();
});

afterEach(() => {
  feed.client.close();
  vi.useRealTimers();
});

describe('a closing frame', () => {
  const closing = (reason: string, reconnect: boolean) =>
    `event: livefeed.closing\ndata: ${JSON.stringify({ reason, reconnect })}\n\n`;

  test('that wants no reconnect stops the client', async () => {
    await feed.start();
    await feed.service.sendConnected();
    await feed.service.send(closing('kicked', false));
    await feed.service.end();
    await feed.pass(600_000);
    expect(feed.client.status).toEqual({ state: 'closed', reason: 'an operator ended this connection' });
    expect(feed.service.requests).toHaveLength(1);
  });

  test('of a service that shuts down is the reason shown', async () => {
    await feed.start();
    await feed.service.sendConnected();
    await feed.service.send(closing('shutdown', true));
    await feed.service.end();
    expect(feed.client.status).toMatchObject({ state: 'reconnecting', reason: 'the service is shutting down' });
  });

  test('of what is away for a moment is told in plain words', async () => {
    await feed.start();
    await feed.service.send(`retry: 2000\n${closing('unavailable', true)}`);
    await feed.service.end();
    expect(feed.client.status).toMatchObject({
      state: 'reconnecting',
      reason: 'the service cannot read its events, or check access, just now',
    });
  });

  test('of a full service does not make the client live, and its retry hint counts', async () => {
    await feed.start();
    await feed.service.send(`retry: 7000\n${closing('full', true)}`);
    await feed.service.end();
    expect(feed.states).toEqual(['reconnecting']);
    expect(feed.waits).toBe(7_000);
  });
});

describe('a refusal', () => {
  test('204 stops the client', async () => {
    feed.service.answer(new Response(null, { status: 204 }));
    await feed.start();
    expect(feed.client.status.state).toBe('closed');
  });

  test.each([400, 403, 422])('%i stops the client with the text of the problem', async (status) => {
    feed.service.answer(
      problem(status, { title: 'No', detail: 'topic is malformed', errors: { '/topic': ['has white space'] } }),
    );
    await feed.start();
    expect(feed.client.status).toEqual({
      state: 'closed',
      reason: 'topic is malformed; /topic: has white space',
      refusal: { status },
    });
  });

  test.each([
    ['/topic: has white space', '/topic: has white space; /key: is too long'],
    ['Line 1: has white space (and 1 more)', 'Line 1: has white space (and 1 more); /key: is too long'],
  ])('says each error once, whatever its detail says: %s', async (detail, reason) => {
    const what = detail.startsWith('Line') ? 'Line 1: has white space' : 'has white space';
    feed.service.answer(problem(422, { detail, errors: { '/topic': [what], '/key': ['is too long'] } }));
    await feed.start();
    expect(feed.client.status.reason).toBe(reason);
  });

  test.each([429, 503])('%i is waited out as long as it says', async (status) => {
    feed.service.answer(problem(status, { title: 'Busy' }, { 'Retry-After': '20' }));
    await feed.start();
    expect(feed.client.status).toEqual({
      state: 'reconnecting',
      attempt: 1,
      reason: 'Busy',
      retryAt: Date.now() + 20_000,
      refusal: { status },
    });
    await feed.pass(20_000);
    expect(feed.service.requests).toHaveLength(2);
  });

  test('may give the wait as a date', async () => {
    vi.setSystemTime('2026-11-24T10:00:00Z');
    feed.service.answer(new Response('', { status: 503, headers: { 'Retry-After': 'Tue, 24 Nov 2026 10:00:30 GMT' } }));
    await feed.start();
    expect(feed.client.status.retryAt).toBe(Date.now() + 30_000);
  });

  test('401 is asked again, with the token there is then', async () => {
    let token = 'old';
    feed.service.answer(
      problem(401, { detail: 'The token has expired.' }),
      problem(401, { detail: 'The token has expired.' }),
    );
    await feed.start({ token: () => token });
    expect(feed.client.status).toMatchObject({
      state: 'reconnecting',
      reason: 'The token has expired.',
      refusal: { status: 401 },
    });
    token = 'new';
    await feed.pass(30_000);
    await feed.service.sendConnected();
    expect(feed.client.status).toEqual({ state: 'live', clientId: 'c-1' });
    expect(feed.service.requests.at(-1)?.headers.get('Authorization')).toBe('Bearer new');
  });

  test('401 is never asked faster than twice a second, nor more slowly than each half minute', async () => {
    feed.service.answer(...Array.from({ length: 12 }, () => problem(401, { detail: 'No' })));
    await feed.start();
    const waits: number[] = [];
    while (feed.service.requests.length < 12) {
      waits.push(feed.waits);
      await feed.pass(feed.waits);
    }
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...waits)).toBe(30_000);
  });

  test('403 names what is forbidden and what is allowed', async () => {
    feed.service.answer(problem(403, { detail: 'No', forbidden: ['b'], allowed: ['a/**', 7] }));
    await feed.start();
    expect(feed.client.status).toEqual({
      state: 'closed',
      reason: 'No',
      refusal: { status: 403, forbidden: ['b'], allowed: ['a/**'] },
    });
  });

  test.each([
    ['text/html; charset=utf-8', 'text/html'],
    ['', 'no type'],
    ['application/json', 'application/json'],
    ['text/event-streams', 'text/event-streams'],
  ])('is seen in a good answer of the type “%s” too', async (type, told) => {
    feed.service.answer(new Response('<h1>Sign in</h1>', { status: 200, headers: { 'Content-Type': type } }));
    await feed.start();
    expect(feed.client.status).toMatchObject({ state: 'reconnecting', refusal: { status: 200 } });
    expect(feed.client.status.reason).toContain(`another page answered in the service's place (${told})`);
    await feed.pass(2_000);
    await feed.service.sendConnected();
    expect(feed.client.status.state).toBe('live');
  });

  test.each([404, 500, 502])('%i may pass, so the client comes back', async (status) => {
    feed.service.answer(new Response('', { status }));
    await feed.start();
    expect(feed.client.status.state).toBe('reconnecting');
  });
});
