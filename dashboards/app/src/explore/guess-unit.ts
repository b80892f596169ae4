const endings: readonly (readonly [RegExp, string])[] = [
  [/(^|[_.-])(ms|millis|milliseconds)$|Ms$|Millis$/, 'ms'],
  [/(^|[_.-])(s|sec|secs|seconds|uptime)$|Seconds$|Secs$/i, 's'],
  [/(^|[_.-])(bytes|size)$|Bytes$/i, 'bytes'],
  [/(^|[_.-])(percent|pct|percentage)$|Percent$|Pct$|%$/i, '%'],
];

/** A unit that a member's name gives away; none is the usual answer. */
export function guessUnit(member: string): string {
  return endings.find(([pattern]) => pattern.test(member))?.[1] ?? '';
}
