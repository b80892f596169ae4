import { afterEach, beforeEach, vi } from 'vitest';
import type { Problem, TransportName } from '../../src/api.ts';
import { FeedClient } from '../../src/connection/feed-client.ts';
import { FallbackTransport } from '../../src/transports/fallback-transport.ts';
import { transportMemory } from '../../src/transports/transport-memory.ts';
import { settle } from '../fake-service.ts';
import { FakeTransport } from './fake-transport.ts';
import { MemoryStorage } from './memory-storage.ts';

// A client over three fake transports in virtual time, for each test of a file.
export const names: readonly TransportName[] = ['websocket', 'sse', 'polling'];
export let fakes: Record<TransportName, FakeTransport>;
export let problems: Problem[];
export let storage: MemoryStorage;
export let client: FeedClient;
export let transport: FallbackTransport;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  fakes = {
    websocket: new FakeTransport('websocket'),
    sse: new FakeTransport('sse'),
    polling: new FakeTransport('polling'),
  };
  problems = [];
  storage = new MemoryStorage();
});

afterEach(() => {
  client.close();
  vi.useRealTimers();
});

export async function start(): Promise<void> {
  transport = new FallbackTransport({
    candidates: names.map((name) => ({ name, open: async () => fakes[name] })),
    memory: transportMemory('http://feed', storage),
    onProblem: (problem) => problems.push(problem),
  });
  client = new FeedClient({ topics: ['a'], transport, random: () => 1 });
  client.start();
  await settle();
}

export async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  await settle();
}

export const tries = () => names.map((name) => fakes[name].tries);
export const kinds = () => problems.map(({ kind, transport }) => `${transport} ${kind}`);
