import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { problem } from './fake-service.ts';
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
  const closing = (reason: string, reconnect: boolean) => `event: livefeed.closing\ndata: ${JSON.stringify({ reason, reconnect })}\n\n`;

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

  test.each([400, 401, 403, 422])('%i stops the client with the text of the problem', async (status) => {
    feed.service.answer(problem(status, { title: 'No', detail: 'topic is malformed', errors: { '/topic': ['has white space'] } }));
    await feed.start();
    expect(feed.client.status).toEqual({ state: 'closed', reason: 'topic is malformed; /topic: has white space' });
  });

  test.each([429, 503])('%i is waited out as long as it says', async (status) => {
    feed.service.answer(problem(status, { title: 'Busy' }, { 'Retry-After': '20' }));
    await feed.start();
    expect(feed.client.status).toEqual({ state: 'reconnecting', reason: 'Busy', retryAt: Date.now() + 20_000 });
    await feed.pass(20_000);
    expect(feed.service.requests).toHaveLength(2);
  });

  test('may give the wait as a date', async () => {
    vi.setSystemTime('2026-11-24T10:00:00Z');
    feed.service.answer(new Response('', { status: 503, headers: { 'Retry-After': 'Tue, 24 Nov 2026 10:00:30 GMT' } }));
    await feed.start();
    expect(feed.client.status.retryAt).toBe(Date.now() + 30_000);
  });

  test.each([404, 500, 502])('%i may pass, so the client comes back', async (status) => {
    feed.service.answer(new Response('', { status }));
    await feed.start();
    expect(feed.client.status.state).toBe('reconnecting');
  });
});
