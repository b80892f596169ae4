/** Max topics that are counted. */
const maxCounted = 1_000;

/** Topics for which a tile has no room. The tile says how many, so that nobody takes the others for all. */
export class OmittedTopics {
  private readonly topics = new Set<string>();

  add(topic: string): void {
    if (this.topics.size < maxCounted) this.topics.add(topic);
  }

  /** There is room for it now. */
  delete(topic: string): void {
    this.topics.delete(topic);
  }

  /** Empty when all topics are shown. */
  get text(): string {
    const { size } = this.topics;
    if (size === 0) return '';
    return `${size}${size === maxCounted ? ' or more' : ''} ${size === 1 ? 'topic' : 'topics'} more than can be shown`;
  }
}
