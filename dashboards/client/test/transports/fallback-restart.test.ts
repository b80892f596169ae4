import { beforeEach, describe, expect, test } from 'vitest';
import { client, fakes, kinds, pass, start, transport, tries } from './falling-back.ts';

describe('a transport that worked and does not connect', () => {
  beforeEach(async () => {
    await start();
    await fakes.websocket.connect();
    await pass(6_000);
    await fakes.websocket.fail();
    fakes.websocket.refuses = true;
    await pass(2_000);
  });

  test('is tried once more: a service that restarts refuses, too', async () => {
    expect(tries()).toEqual([2, 0, 0]);
    fakes.websocket.refuses = false;
    await pass(4_000);
    await fakes.websocket.connect();
    expect([client.status.state, transport.name, kinds()]).toEqual(['live', 'websocket', []]);
  });

  test('is left for the next one then', async () => {
    await pass(4_000);
    await fakes.sse.connect();
    expect(tries()).toEqual([3, 1, 0]);
    expect([client.status.state, transport.name, kinds()]).toEqual(['live', 'sse', ['websocket blocked']]);
  });
});
