import { TopicPattern } from '@livefeed/client/engine';

/** The topics of a tile: any of its patterns, but none of its exceptions. */
export class TopicSet {
  private readonly included: readonly TopicPattern[];
  private readonly excluded: readonly TopicPattern[];

  constructor(topics: readonly string[], except: readonly string[]) {
    this.included = topics.map((text) => new TopicPattern(text));
    this.excluded = except.map((text) => new TopicPattern(text));
  }

  has(topic: string): boolean {
    return (
      this.included.some((pattern) => pattern.matches(topic)) && !this.excluded.some((pattern) => pattern.matches(topic))
    );
  }

  /** The index of the first pattern that matches: series are in the order of the file. */
  rank(topic: string): number {
    return this.included.findIndex((pattern) => pattern.matches(topic));
  }
}
