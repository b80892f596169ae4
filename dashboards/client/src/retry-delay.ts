export interface RetryDelayInput {
  /** Failed attempts since the connection was last live; 0 for the first try after a loss. */
  readonly attempt: number;
  /** The service's `retry:` hint in milliseconds, when it gave one. */
  readonly hint?: number | undefined;
  /** In [0, 1); drawn afresh for each delay, so that clients that fell together do not come back together. */
  readonly random: number;
  /** No delay is longer; 30 s unless told, so that a screen on a wall is back within half a minute. */
  readonly cap?: number;
  /** The part of the delay that is not random, from 0 (full jitter) to 1; a half unless told. */
  readonly steady?: number | undefined;
}

/** The delay when the service has not said: the 2 s that is its own default. */
const defaultHint = 2_000;

/** Milliseconds until the next attempt: doubled for each failure, capped, and a part of it random. */
export function retryDelay(input: RetryDelayInput): number {
  const { attempt, hint = defaultHint, random, cap = 30_000, steady = 0.5 } = input;
  // 2^30 is far beyond any cap and still a safe factor.
  const full = Math.min(Math.max(cap, 0), Math.max(hint, 0) * 2 ** Math.min(attempt, 30));
  return Math.round(full * (steady + (1 - steady) * random));
}
