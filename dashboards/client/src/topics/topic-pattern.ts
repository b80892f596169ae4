/**
 * A topic in which a segment may be `*` (exactly one segment) and the last may be `**` (any rest, also none). The same
 * rules as the service's, because a page follows many patterns on one connection and sorts the events itself.
 */
export class TopicPattern {
  private readonly segments: readonly string[];
  /** The pattern ends in `**`. */
  private readonly takesRest: boolean;

  constructor(readonly text: string) {
    const segments = text.split('/');
    this.takesRest = segments.at(-1) === '**';
    this.segments = this.takesRest ? segments.slice(0, -1) : segments;
  }

  matches(topic: string): boolean {
    const segments = topic.split('/');
    if (this.takesRest ? segments.length < this.segments.length : segments.length !== this.segments.length) return false;
    return this.segments.every((segment, i) => segment === '*' || segment === segments[i]);
  }

  /** Every topic that the other matches, this one matches too. */
  covers(other: TopicPattern): boolean {
    const fits = this.takesRest
      ? other.segments.length >= this.segments.length
      : !other.takesRest && other.segments.length === this.segments.length;
    return fits && this.segments.every((segment, i) => segment === '*' || segment === other.segments[i]);
  }

  /** There is a topic that both match. */
  overlaps(other: TopicPattern): boolean {
    const [length, otherLength] = [this.segments.length, other.segments.length];
    if (length > otherLength ? !other.takesRest : length < otherLength && !this.takesRest) return false;
    return this.segments.slice(0, otherLength).every((segment, i) => {
      const others = other.segments[i];
      return segment === '*' || others === '*' || segment === others;
    });
  }
}

/** The fewest of these patterns that match the same topics: what to ask the service for. */
export function withoutCovered(patterns: readonly string[]): string[] {
  const all = [...new Set(patterns)].map((text) => new TopicPattern(text));
  return all.filter((one) => !all.some((other) => other !== one && other.covers(one))).map((one) => one.text);
}
