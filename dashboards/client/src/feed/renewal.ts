import { answerWithin } from '../connection/answer-within.ts';
import { renewBy } from '../connection/client-requests.ts';
import { Refusal } from '../refusal.ts';
import type { Transport } from '../transport.ts';
import type { TokenSource } from './token-source.ts';

/** Until the next try, when the service or the token could not be reached, or the token was not newer. */
const again = 5_000;

export interface RenewalInput {
  readonly transport: Transport;
  readonly clientId: string;
  readonly tokens: TokenSource;
  /** When the present token expires (`Date.now()` scale). */
  readonly expires: number;
  /** The connection has ended, or the feed. */
  readonly isOver: () => boolean;
}

/** Lets the open connection go on with a newer token. What cannot be done ends the connection, and the next has a token. */
export async function renewToken({ transport, clientId, tokens, expires, isOver }: RenewalInput): Promise<void> {
  while (!isOver()) {
    try {
      const token = await tokens.renew();
      if (token === undefined || isOver()) return;
      await renewBy(transport, clientId, token, AbortSignal.timeout(answerWithin));
      return;
    } catch (error) {
      // Another user's, or fewer rights than what is followed: another token of the same kind does not help.
      if (error instanceof Refusal && (error.status === 403 || error.status === 404)) return;
    }
    if (Date.now() + again >= expires) return;
    await new Promise((resolve) => setTimeout(resolve, again));
  }
}
