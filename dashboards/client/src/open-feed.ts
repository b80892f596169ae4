import type { FeedSource } from './feed-source.ts';
import { readHistory } from './queries/history.ts';
import type { OpenHubLine } from './sharing/messages.ts';
import { SharedFeed } from './sharing/shared-feed.ts';
import { openWorkerLine } from './sharing/worker-line.ts';

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
  const lines: OpenHubLine[] = [];
  if ('SharedWorker' in globalThis) lines.push(openWorkerLine);
  // Not in an insecure context, whatever the types say.
  if ('locks' in navigator && 'BroadcastChannel' in globalThis) {
    lines.push(async (events) => (await import('./sharing/lock-line.ts')).openLockLine(events));
  }
  return new SharedFeed({ topics, lines, head: () => readHead(topics), ...(after === undefined ? {} : { after }) });
}

async function readHead(topics: readonly string[]): Promise<string | undefined> {
  const { value: page } = await readHistory({ topics, since: '00:00:00', limit: 1 }).next();
  return page?.next;
}
