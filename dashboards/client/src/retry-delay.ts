export interface RetryDelayInput {
  /** Failed attempts since the connection was last live; 0 for the first try after a loss. */
  readonly attempt: number;
  /** The service's `retry:` hint in milliseconds, when it gave one. */
  readonly hint?: number | undefined;
  /** In [0, 1); drawn afresh for each delay, so that clients that fell together do not come back together. */
  readonly random: number;
}

/** The delay when the service has not said: the 2 s that is its own default. */
const defaultHint = 2_000;
/** So that a screen on a wall is back within half a minute. */
const cap = 30_000;

/** Milliseconds until the next attempt: random, below a limit that doubles for each failure and is capped. */
export function retryDelay({ attempt, hint = defaultHint, random }: RetryDelayInput): number {
  // 2^30 is far beyond the cap and still a safe factor.
  return Math.round(random * Math.min(cap, hint * 2 ** Math.min(attempt, 30)));
}
