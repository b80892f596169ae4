import type { AskToken } from '../connection/authorize.ts';
import { Unreachable } from '../unreachable.ts';

/** A token is not used any more this long before it expires: it is checked when it arrives. */
const margin = 10_000;

/** The present token, until it expires or the service refuses it. */
export class TokenSource {
  private present: Promise<string | undefined> | undefined;
  private expires = Number.POSITIVE_INFINITY;
  /** A connection was made with it. */
  private isProven = false;

  constructor(private readonly ask: AskToken | undefined) {}

  readonly get = (): Promise<string | undefined> => {
    if (Date.now() >= this.expires - margin) this.present = undefined;
    if (this.present === undefined) {
      const asked = this.askNow();
      this.present = asked;
      // Where it cannot be had, whoever needs one next asks again.
      asked.catch(() => {
        if (this.present === asked) this.present = undefined;
      });
    }
    return this.present;
  };

  /** Asks for a newer one. */
  renew(): Promise<string | undefined> {
    this.present = undefined;
    return this.get();
  }

  proven(): void {
    this.isProven = true;
  }

  /** The service refused it. True when it was good before: then another one may be used at once. */
  readonly refused = (): boolean => {
    const wasProven = this.isProven;
    this.present = undefined;
    this.isProven = false;
    return wasProven && this.ask !== undefined;
  };

  private async askNow(): Promise<string | undefined> {
    const asked = Date.now();
    this.expires = Number.POSITIVE_INFINITY;
    try {
      const token = await this.ask?.();
      this.expires = token === undefined ? Number.POSITIVE_INFINITY : expiryOf(token, asked);
      return token;
    } catch (error) {
      throw new Unreachable('no token could be had', { cause: error });
    }
  }
}

/** When a JSON Web Token that was issued now expires, by this machine's clock; never for any other token. */
export function expiryOf(token: string, now: number): number {
  try {
    const claims: { exp?: unknown; iat?: unknown } = JSON.parse(atob(toBase64(token.split('.')[1] ?? '')));
    const { exp, iat } = claims;
    if (typeof exp !== 'number') return Number.POSITIVE_INFINITY;
    // Its life counts, and not its times: this machine's clock may be wrong.
    const expires = typeof iat === 'number' ? now + (exp - iat) * 1_000 : exp * 1_000;
    // One that is too short, or issued long ago, is the service's to refuse: it must not be asked for each time.
    return expires > now + 2 * margin ? expires : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

const toBase64 = (text: string) => text.replaceAll('-', '+').replaceAll('_', '/');
