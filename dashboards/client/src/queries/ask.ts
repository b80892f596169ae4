import { requireAnswer } from '../refusal.ts';
import { Unreachable } from '../unreachable.ts';

export interface Asking {
  /** Where to ask; a path of the page's own origin unless told. */
  readonly url?: string;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
}

export interface Answer<T> {
  readonly body: T;
  /** The service's clock when it answered, in milliseconds since 1970, to the second. */
  readonly servedAt: number | undefined;
}

/**
 * Asks the service for JSON. It throws a `Refusal` when the service answers and refuses, `Unreachable` when no whole answer
 * comes, and the signal's reason when the question was taken back: so any other error is a fault of the page.
 */
export async function ask<T>(
  path: string,
  query: URLSearchParams,
  { url, signal, fetch: send = fetch }: Asking,
): Promise<Answer<T>> {
  const response = await reach(signal, 'the service cannot be reached', () =>
    send(`${url ?? path}?${query}`, { headers: { Accept: 'application/json' }, cache: 'no-store', signal: signal ?? null }),
  );
  await requireAnswer(response);
  const body = await reach(signal, 'the answer of the service broke off', () => response.json() as Promise<T>);
  const date = Date.parse(response.headers.get('Date') ?? '');
  return { body, servedAt: Number.isNaN(date) ? undefined : date };
}

async function reach<T>(signal: AbortSignal | undefined, reason: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    signal?.throwIfAborted();
    throw new Unreachable(reason, { cause: error });
  }
}
