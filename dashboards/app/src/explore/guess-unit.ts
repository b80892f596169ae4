const endings: readonly (readonly [RegExp, string])[] = [
  [/(^|[_.-])(ms|millis|milliseconds)$|Ms$|Millis$/, 'ms'],
  [/(^|[_.-])(s|sec|secs|seconds|uptime)$|Seconds$|Secs$/i, 's'],
  [/(^|[_.-])(bytes|size)$|Bytes$/i, 'bytes'],
  [/(^|[_.-])(percent|pct|percentage)$|Percent$|Pct$|%$/i, '%'],
];

/** The unit in a member's name, as in `latencyMs`. Usually there is none. */
export function guessUnit(member: string): string {
  return endings.find(([pattern]) => pattern.test(member))?.[1] ?? '';
}
