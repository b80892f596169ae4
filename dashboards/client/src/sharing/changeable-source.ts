import type { FeedSource } from '../feed-source.ts';
import type { TopicChange } from '../topics/topic-change.ts';

/** A source whose topics can be changed. */
export interface ChangeableSource extends FeedSource {
  /** It was silent for so long that it would have been given up, had timers run: this page is frozen. */
  readonly isStalled: boolean;
  /**
   * Changes what the open stream follows. It resolves when the service has accepted all of it; listeners hear `subscribed`
   * when the additions are complete, before or after that. It throws a `Refusal` when the service refuses all of it, and
   * `Unreachable` when there is no open stream or no answer.
   */
  change(change: TopicChange): Promise<void>;
  /** Lets the open stream go on with a newer token. It throws as `change` does. */
  renew(token: string): Promise<void>;
  /** The next connection asks for these topics, and goes on after this position instead of the one it has. */
  aim(topics: readonly string[], after?: string): void;
}
