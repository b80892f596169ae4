import type { PublishEvent, Receipt } from '../api.ts';
import { unwatched } from '../connection/unwatched.ts';
import { nextEventId } from './event-id.ts';

/** An event as it was when it was published. */
export interface QueuedEvent {
  readonly id: string;
  readonly json: string;
  /** What it takes in the queue, and on the way. */
  readonly bytes: number;
  readonly isEphemeral: boolean;
  /** By `Date.now()`. */
  readonly publishedAt: number;
  readonly promise: Promise<Receipt>;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (error: Error) => void;
}

/** Throws when the event cannot be written as JSON. */
export function queueEvent(event: PublishEvent): QueuedEvent {
  const id = event.id ?? nextEventId();
  const json = JSON.stringify({ ...event, id });
  const { promise, resolve, reject } = withResolvers();
  return {
    id,
    json,
    bytes: new TextEncoder().encode(json).length,
    isEphemeral: event.ephemeral === true,
    publishedAt: Date.now(),
    // Who does not wait for an answer hears of a refusal by `onProblem`.
    promise: unwatched(promise),
    resolve,
    reject,
  };
}

function withResolvers(): Pick<QueuedEvent, 'promise' | 'resolve' | 'reject'> {
  let resolve!: QueuedEvent['resolve'];
  let reject!: QueuedEvent['reject'];
  const promise = new Promise<Receipt>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
