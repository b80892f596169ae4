/** Intervals a value may be late before it counts as stale: one lost, one late. */
const intervals = 3;
/** Below this a word that comes and goes would only flicker. */
const least = 5_000;

/**
 * How long there has been no data, in milliseconds, once that is longer than it should be; undefined while all is well or
 * nothing can be said, which is so until two values have shown the interval.
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
