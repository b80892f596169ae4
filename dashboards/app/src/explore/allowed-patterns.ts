import { TopicPattern } from '@livefeed/client/engine';

/** The part of a pattern that is allowed: the whole pattern, or the allowed patterns within it. */
export function allowedPatterns(pattern: string, allowed: readonly string[]): readonly string[] {
  const asked = new TopicPattern(pattern);
  const patterns = allowed.map((text) => new TopicPattern(text));
  if (patterns.some((one) => one.covers(asked))) return [pattern];
  return patterns.filter((one) => asked.covers(one)).map(({ text }) => text);
}
