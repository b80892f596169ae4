import { TopicPattern } from '@livefeed/client';

/** What of a pattern may be asked for when these are allowed: all of it, or those of them that lie in it. */
export function allowedPatterns(pattern: string, allowed: readonly string[]): readonly string[] {
  const asked = new TopicPattern(pattern);
  const patterns = allowed.map((text) => new TopicPattern(text));
  if (patterns.some((one) => one.covers(asked))) return [pattern];
  return patterns.filter((one) => asked.covers(one)).map(({ text }) => text);
}
