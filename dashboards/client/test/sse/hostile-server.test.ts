import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { connect } from '../../src/connect.ts';
import { SseTransport } from '../../src/sse/sse-transport.ts';
import type { FeedSignal } from '../../src/transport.ts';

let server: Server;
afterEach(() => server.closeAllConnections());
afterEach(() => server.close());

/** Signals of the first connection to a server that answers so. */
async function follow(answer: RequestListener): Promise<FeedSignal[]> {
  const transport = new SseTransport({ root: await serve(answer) });
  const got: FeedSignal[] = [];
  for await (const signals of transport.follow({ topics: ['a'] }, new AbortController().signal)) got.push(...signals);
  return got;
}

async function serve(answer: RequestListener): Promise<string> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a redirect without end is no answer, and not a wait without end', async () => {
  let requests = 0;
  const loop = follow(({ url }, response) => {
    requests++;
    response.writeHead(302, { Location: `${url}x` }).end();
  });
  await expect(loop).rejects.toThrow(TypeError);
  expect(requests).toBeLessThan(50);
});

test.each([
  ['a page of a proxy', 200, 'text/html', "another page answered in the service's place (text/html)"],
  ['an empty answer', 204, '', 'asked this client not to come back'],
])('%s is no stream', async (_, status, type, text) => {
  const page = follow((_, response) => {
    response
      .writeHead(status, type === '' ? {} : { 'Content-Type': type })
      .end(status === 204 ? undefined : '<h1>Log in</h1>');
  });
  await expect(page).rejects.toThrow(text);
});

test('an event of 10 MB comes whole, in the time that its bytes need', async () => {
  const large = 'x'.repeat(10_000_000);
  const data = JSON.stringify({ position: 'e1-2', topic: 'a', event: 'message', time: '2026-11-24T10:00:00Z', data: large });
  const url = await serve((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('event: livefeed.connected\nid: e1-1\ndata: {"clientId":"c-1","position":"e1-1"}\n\n');
    response.write(`id: e1-2\ndata: ${data}\n\n`);
  });
  const feed = connect({ url, topics: ['a'], transport: 'sse' });
  for await (const event of feed) {
    expect([event.position, event.data === large]).toEqual(['e1-2', true]);
    break;
  }
  feed.close();
});
