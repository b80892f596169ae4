import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import { client, fakes, kinds, names, pass, problems, start, storage, transport, tries } from './falling-back.ts';

test('the best is used where it works, and nothing is told', async () => {
  await start();
  await fakes.websocket.connect();
  expect(client.status.state).toBe('live');
  expect(transport.name).toBe('websocket');
  expect(tries()).toEqual([1, 0, 0]);
  expect(problems).toEqual([]);
});

describe('a transport that does not connect', () => {
  test('is blocked when the next one does', async () => {
    fakes.websocket.refuses = true;
    await start();
    await fakes.sse.connect();
    expect(transport.name).toBe('sse');
    expect(kinds()).toEqual(['websocket blocked']);
  });

  test('and says nothing is given up for the next after five seconds', async () => {
    await start();
    await pass(4_999);
    expect(tries()).toEqual([1, 0, 0]);
    await pass(1);
    expect(tries()).toEqual([1, 1, 0]);
    await pass(5_000);
    await fakes.polling.connect();
    expect(transport.name).toBe('polling');
    expect(kinds()).toEqual(['websocket blocked', 'sse buffering']);
  });

  test('is not to blame when none connects: the service is away', async () => {
    for (const name of names) fakes[name].refuses = true;
    await start();
    expect(client.status.state).toBe('reconnecting');
    expect(tries()).toEqual([1, 1, 1]);
    fakes.websocket.refuses = false;
    await pass(2_000);
    await fakes.websocket.connect();
    expect(transport.name).toBe('websocket');
    expect(problems).toEqual([]);
  });

  test('is not to blame for what the service itself refuses', async () => {
    fakes.websocket.failure = new Refusal(403, 'not allowed');
    await start();
    expect(client.status).toMatchObject({ state: 'closed', reason: 'not allowed' });
    expect(tries()).toEqual([1, 0, 0]);
  });

  test('is not to blame for a service that is full', async () => {
    await start();
    await fakes.websocket.say({ kind: 'closing', reason: 'full', reconnect: true });
    await fakes.websocket.end();
    expect(client.status).toMatchObject({ state: 'reconnecting', reason: 'the service is full' });
    expect(tries()).toEqual([1, 0, 0]);
  });
});

describe('a transport that connects and then says nothing', () => {
  test('is left for the next one', async () => {
    await start();
    await fakes.websocket.connect('e1-1', 4_000);
    await pass(10_000 + 2_000);
    await fakes.sse.connect();
    expect(transport.name).toBe('sse');
    expect(kinds()).toEqual(['websocket buffering']);
  });

  test('is tried again when it had worked: the network has changed', async () => {
    await start();
    await fakes.websocket.connect('e1-1', 15_000);
    for (let i = 0; i < 3; i++) {
      await pass(15_000);
      await fakes.websocket.say();
    }
    await pass(37_500 + 2_000);
    expect(fakes.websocket.tries).toBe(2);
    expect(fakes.sse.tries).toBe(0);
  });
});

test('a transport whose connections are cut again and again is left for the next one', async () => {
  await start();
  for (const wait of [2_000, 4_000, 8_000]) {
    await fakes.websocket.connect();
    await fakes.websocket.fail();
    await pass(wait);
  }
  await fakes.sse.connect();
  expect(transport.name).toBe('sse');
  expect(kinds()).toEqual(['websocket dropped']);
});

describe('what works', () => {
  const beginWithSse = async () => {
    fakes.websocket.refuses = true;
    await start();
    await fakes.sse.connect();
  };

  test('is begun with after a loss', async () => {
    await beginWithSse();
    await fakes.sse.fail();
    await pass(2_000);
    expect(tries()).toEqual([1, 2, 0]);
  });

  test('is begun with until it has failed three times, and then all are tried', async () => {
    await beginWithSse();
    fakes.sse.refuses = true;
    fakes.polling.refuses = true;
    await fakes.sse.fail();
    await pass(2_000 + 4_000 + 8_000);
    expect(tries()).toEqual([1, 4, 2]);
    await pass(16_000);
    expect(tries()).toEqual([1, 5, 3]);
    await pass(30_000);
    expect(tries()).toEqual([2, 6, 4]);
  });

  test('is begun with by the next page of the session, and told once', async () => {
    await beginWithSse();
    client.close();
    await start();
    expect(tries()).toEqual([1, 2, 0]);
    await fakes.sse.connect();
    expect(kinds()).toEqual(['websocket blocked']);
  });

  test('is left for the better one when that works again', async () => {
    await beginWithSse();
    for (let i = 0; i < 10; i++) {
      await pass(30_000);
      await fakes.sse.say();
    }
    fakes.websocket.refuses = false;
    await fakes.sse.fail();
    await pass(2_000);
    await fakes.websocket.connect();
    expect(transport.name).toBe('websocket');
    expect(storage.length).toBe(0);
  });

  test('is polling no longer than five minutes without a look at the better ones', async () => {
    fakes.websocket.refuses = true;
    fakes.sse.refuses = true;
    await start();
    await fakes.polling.connect();
    for (let i = 0; i < 9; i++) {
      await pass(30_000);
      await fakes.polling.say();
    }
    expect(tries()).toEqual([1, 1, 1]);
    await pass(30_000);
    await fakes.polling.say({ kind: 'position', position: 'e1-9' });
    expect(tries()).toEqual([2, 2, 2]);
    expect(fakes.websocket.afters).toEqual([undefined, 'e1-9']);
    await fakes.polling.connect('e1-9');
    // The next look is after twice the time.
    for (let i = 0; i < 11; i++) {
      await pass(30_000);
      await fakes.polling.say();
    }
    expect(tries()).toEqual([2, 2, 2]);
    expect(kinds()).toEqual(['websocket blocked', 'sse blocked']);
  });
});
