// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { useWebSocket, type WebSocketOptions } from '../../src/react.ts';
import { FakeSocket } from './fake-socket.ts';
import { Rendered } from './rendered.ts';

const url = 'wss://chat.example.com';
let hook: Rendered<WebSocketOptions, ReturnType<typeof useWebSocket>>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('WebSocket', FakeSocket);
  FakeSocket.all = [];
  hook = new Rendered((options: WebSocketOptions) => useWebSocket(options));
});

afterEach(async () => {
  await hook.unmount();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const status = () => [hook.last.connectionStatus, hook.last.isConnected];
const pass = (milliseconds: number) => hook.do(() => vi.advanceTimersByTimeAsync(milliseconds));

describe('a connection', () => {
  test('is one, although StrictMode mounts twice', async () => {
    await hook.show({ url });
    expect(FakeSocket.all.map((socket) => socket.url)).toEqual([url]);
    expect(status()).toEqual(['connecting', false]);
    await hook.do(() => FakeSocket.last.open());
    expect(status()).toEqual(['connected', true]);
  });

  test('speaks JSON both ways', async () => {
    const messages: unknown[] = [];
    await hook.show({ url, onMessage: (data) => messages.push(data) });
    await hook.do(() => FakeSocket.last.open());
    FakeSocket.last.receive('{"type":"message","content":"hi"}');
    FakeSocket.last.receive('no JSON');
    expect(messages).toEqual([{ type: 'message', content: 'hi' }, 'no JSON']);
    expect(hook.last.send({ type: 'typing' })).toBe(true);
    expect(hook.last.send('text')).toBe(true);
    expect(FakeSocket.last.sent).toEqual(['{"type":"typing"}', '"text"']);
  });

  test('that is not there sends nothing, and says so', async () => {
    await hook.show({ url });
    expect(hook.last.send(1)).toBe(false);
    expect(FakeSocket.last.sent).toEqual([]);
  });

  test('stays with other callbacks at each render, of which the last are called', async () => {
    const heard: string[] = [];
    for (const name of ['first', 'second'])
      await hook.show({
        url,
        onOpen: () => heard.push(`${name} open`),
        onMessage: () => heard.push(`${name} message`),
        onError: () => heard.push(`${name} error`),
        onClose: () => heard.push(`${name} close`),
      });
    await hook.do(() => FakeSocket.last.open());
    FakeSocket.last.receive('1');
    await hook.do(() => FakeSocket.last.fail());
    expect(heard).toEqual(['second open', 'second message', 'second error', 'second close']);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('gives the same functions at each render', async () => {
    await hook.show({ url });
    const { send, disconnect, reconnect } = hook.last;
    await hook.show({ url, onMessage: () => {} });
    expect([hook.last.send, hook.last.disconnect, hook.last.reconnect]).toEqual([send, disconnect, reconnect]);
  });

  test('to another address is another one', async () => {
    await hook.show({ url });
    await hook.do(() => FakeSocket.last.open());
    await hook.show({ url: `${url}/2` });
    expect(FakeSocket.all.map((socket) => [socket.url, socket.readyState])).toEqual([
      [url, 3],
      [`${url}/2`, 0],
    ]);
    expect(status()).toEqual(['connecting', false]);
  });

  test('ends with the component, and is not heard any more', async () => {
    const heard: unknown[] = [];
    await hook.show({ url, onClose: () => heard.push('close'), onMessage: (data) => heard.push(data) });
    await hook.do(() => FakeSocket.last.open());
    await hook.unmount();
    FakeSocket.last.receive('1');
    FakeSocket.last.end();
    await pass(60_000);
    expect([FakeSocket.last.readyState, FakeSocket.all.length, heard]).toEqual([3, 1, []]);
  });

  test('to what is no address is an error, without another try', async () => {
    await hook.show({ url: 'no address' });
    await pass(60_000);
    expect([status(), FakeSocket.all]).toEqual([['error', false], []]);
  });
});

describe('after a loss', () => {
  test('it comes back after 3 s, five times, and then stays away', async () => {
    await hook.show({ url });
    for (let attempt = 1; attempt <= 5; attempt++) {
      await hook.do(() => FakeSocket.last.end());
      expect(status()).toEqual(['disconnected', false]);
      await pass(2_999);
      expect(FakeSocket.all).toHaveLength(attempt);
      await pass(1);
      expect(FakeSocket.all).toHaveLength(attempt + 1);
      expect(status()).toEqual(['connecting', false]);
    }
    await hook.do(() => FakeSocket.last.end());
    await pass(60_000);
    expect(FakeSocket.all).toHaveLength(6);
  });

  test('it comes back as often and as soon as told', async () => {
    await hook.show({ url, reconnectAttempts: 1, reconnectInterval: 50 });
    await hook.do(() => FakeSocket.last.end());
    await pass(50);
    await hook.do(() => FakeSocket.last.end());
    await pass(60_000);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test('a connection that opens begins the count anew', async () => {
    await hook.show({ url, reconnectAttempts: 1 });
    for (let i = 0; i < 4; i++) {
      await hook.do(() => FakeSocket.last.open());
      await hook.do(() => FakeSocket.last.end());
      await pass(3_000);
    }
    expect(FakeSocket.all).toHaveLength(5);
  });

  test('by an error the status is error until the next attempt', async () => {
    await hook.show({ url });
    await hook.do(() => FakeSocket.last.fail());
    expect(status()).toEqual(['error', false]);
    await pass(3_000);
    expect(status()).toEqual(['connecting', false]);
  });

  test('reconnect does not wait, and counts anew', async () => {
    await hook.show({ url, reconnectAttempts: 0 });
    await hook.do(() => FakeSocket.last.end());
    await hook.do(() => hook.last.reconnect());
    await hook.do(() => FakeSocket.last.open());
    expect(status()).toEqual(['connected', true]);
  });
});

describe('disconnect', () => {
  test('closes, and stays so, also at another address', async () => {
    const codes: number[] = [];
    await hook.show({ url, onClose: ({ code }) => codes.push(code) });
    await hook.do(() => FakeSocket.last.open());
    await hook.do(() => hook.last.disconnect());
    expect(status()).toEqual(['disconnected', false]);
    await hook.do(() => FakeSocket.last.end(1000));
    await hook.show({ url: `${url}/2` });
    await pass(60_000);
    expect([FakeSocket.all.length, codes, status()]).toEqual([1, [1000], ['disconnected', false]]);
  });

  test('while it waits for its next attempt ends that, too', async () => {
    await hook.show({ url });
    await hook.do(() => FakeSocket.last.end());
    await hook.do(() => hook.last.disconnect());
    await pass(60_000);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('is ended by reconnect', async () => {
    await hook.show({ url });
    await hook.do(() => hook.last.disconnect());
    await hook.do(() => hook.last.reconnect());
    expect(FakeSocket.all).toHaveLength(2);
    expect(status()).toEqual(['connecting', false]);
  });
});
