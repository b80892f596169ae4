/** Intervals a value may be late before it counts as stale: one lost, one late. */
const intervals = 3;
/** Milliseconds. Below this the mark would flicker. */
const least = 5_000;

/**
 * How long there has been no data, in milliseconds, once that is too long. Undefined while it is not, or while the interval
 * is not known, which takes two values.
 */
export function staleFor(
  now: number,
  lastTime: number,
  interval: number | undefined,
  limit: number | undefined,
): number | undefined {
  if (!Number.isFinite(lastTime)) return undefined;
  const allowed = limit ?? (interval === undefined ? undefined : Math.max(least, intervals * interval));
  const silence = now - lastTime;
  return allowed !== undefined && silence > allowed ? silence : undefined;
}
