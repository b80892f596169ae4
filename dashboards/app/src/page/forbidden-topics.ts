import { askForbidden } from '@livefeed/client/queries';

/** Which topics the reader may not follow, by the service's last answer. Each topic is asked for once until `forget`. */
export class ForbiddenTopics {
  private readonly known = new Map<string, boolean>();
  /** The answers may be old: another token may be there, or other rights. */
  private isOld = false;

  constructor(
    private readonly ask: (topics: readonly string[]) => Promise<readonly string[] | undefined> = (topics) =>
      askForbidden({ topics }),
  ) {}

  get isAny(): boolean {
    return [...this.known.values()].includes(true);
  }

  /**
   * Which of these topics are forbidden. Without an answer the last one counts, or else the topic is allowed: the stream
   * will tell.
   */
  async of(topics: readonly string[]): Promise<ReadonlySet<string>> {
    const isOld = this.isOld;
    const asked = [...new Set(topics)].filter((topic) => isOld || !this.known.has(topic));
    const forbidden = asked.length === 0 ? [] : await this.ask(asked);
    if (forbidden !== undefined) {
      if (isOld) this.isOld = false;
      for (const topic of asked) this.known.set(topic, forbidden.includes(topic));
    }
    return new Set(topics.filter((topic) => this.known.get(topic) === true));
  }

  forget(): void {
    this.isOld = true;
  }
}
