import type { Receipt } from '../api.ts';
import type { Answer } from '../transport.ts';
import type { QueuedEvent } from './queued-event.ts';

/** What an event's publisher is told: the answer to the batch that it was in. */
export function receiptOf({ id }: QueuedEvent, answer: Answer): Receipt {
  const { first, last } = (answer['positions'] ?? {}) as Record<string, unknown>;
  const isKept = typeof first === 'string' && typeof last === 'string';
  return {
    id,
    accepted: number(answer['accepted']),
    duplicates: number(answer['duplicates']),
    ...(isKept ? { positions: { first, last } } : {}),
  };
}

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
