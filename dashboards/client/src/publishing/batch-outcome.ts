import type { Link } from '../link.ts';
import { Refusal } from '../refusal.ts';
import type { Answer } from '../transport.ts';
import type { QueuedEvent } from './queued-event.ts';
import { sendBatch } from './send-batch.ts';

export type BatchOutcome =
  | { readonly kind: 'taken'; readonly answer: Answer }
  /** Nothing of the batch was stored, and the same batch will not be. `isOfAll`: it is not about one of the events. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly isOfAll: boolean }
  /** The same batch may be taken later. `isUnknown`: it may have been taken, and the answer was lost. */
  | { readonly kind: 'lost'; readonly isUnknown: boolean; readonly retryAfter?: number | undefined };

/** What the service says of a batch that it will not take. Any other answer may be of something between, and passes. */
const final = new Set([400, 401, 403, 409, 413, 422]);

/** Sends a batch. After a 401 it is sent once more, with a newer token if there is one. */
export async function tryBatch(link: Link, batch: readonly QueuedEvent[], byPost: boolean): Promise<BatchOutcome> {
  try {
    return { kind: 'taken', answer: await sendAuthorized(link, batch, byPost) };
  } catch (error) {
    if (!(error instanceof Refusal)) return { kind: 'lost', isUnknown: true };
    const { status, retryAfter } = error;
    if (!final.has(status)) return { kind: 'lost', isUnknown: false, retryAfter };
    // Who published one event knows of no batch.
    if (batch.length === 1) error.message = error.message.replaceAll(/(^|; )\/0(?=\/)/g, '$1');
    return { kind: 'refused', refusal: error, isOfAll: status === 401 };
  }
}

async function sendAuthorized(link: Link, batch: readonly QueuedEvent[], byPost: boolean): Promise<Answer> {
  try {
    return await sendBatch(link, batch, byPost);
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 401)) throw error;
    link.refreshToken();
    // A WebSocket keeps the credentials that it was opened with.
    return await sendBatch(link, batch, true);
  }
}
