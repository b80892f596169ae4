import type { TopicChange } from '../topics/topic-change.ts';
import { TopicPattern } from '../topics/topic-pattern.ts';
import type { HubTab } from './hub-tab.ts';
import { comparePositions } from './position.ts';

/** A change that the service was asked for. */
export interface SentChange extends TopicChange {
  /** Those additions that nothing covered which was followed before. */
  readonly news: TopicChange['subscribe'];
  /** The tabs at whose positions the additions begin. */
  readonly tabs: ReadonlySet<HubTab>;
  /** Additions whose marker has not come. */
  readonly missing: Set<string>;
  isAccepted: boolean;
}

/**
 * Whether a tab that joined after the request lacks some of what it added: it is behind the position where the addition
 * begins, and what was missed of topics that are followed comes only when it is asked for.
 */
export function lacksSome({ topics, has }: HubTab, { news }: SentChange, here: string | undefined): boolean {
  const patterns = topics.map((text) => new TopicPattern(text));
  return news.some(({ topic, after = here }) => {
    const added = new TopicPattern(topic);
    return isBefore(has, after) && patterns.some((pattern) => pattern.overlaps(added));
  });
}

const isBefore = (a: string | undefined, b: string | undefined) =>
  a !== undefined && b !== undefined && (comparePositions(a, b) ?? -1) < 0;
