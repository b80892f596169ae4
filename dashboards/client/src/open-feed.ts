import type { FeedSource } from './feed-source.ts';
import { readHead } from './queries/head.ts';
import { hubLines } from './sharing/hub-lines.ts';
import { SharedFeed } from './sharing/shared-feed.ts';

export interface FeedRequest {
  readonly topics: readonly string[];
  /** Go on after this position; without it, from now on. */
  readonly after?: string;
}

/**
 * Follows topics of the page's own service by the one stream of the browser: a shared worker's; where there is none, that of
 * one of the pages; where that cannot be agreed on either, which takes locks, a stream of its own.
 */
export function openFeed({ topics, after }: FeedRequest): FeedSource {
  const head = () => readHead(topics);
  return new SharedFeed({ topics, lines: hubLines(''), head, ...(after === undefined ? {} : { after }) });
}
