import { listTopics, withoutCovered } from '@livefeed/client';
import type { TileSubscription } from '../feed/tile-subscription.ts';
import { TopicSet } from '../feed/topic-set.ts';
import type { EventSource } from './event-source.ts';

/** Topics that one question to history names: well inside the service's limit, and a short enough address. */
export const maxNamedTopics = 40;

export const topicsOfAll = (subscriptions: readonly TileSubscription[]): readonly string[] =>
  withoutCovered(subscriptions.flatMap(({ config }) => config.topics));

/**
 * What to ask history for. It knows no exceptions, and those of a list that takes everything are most of the log; so then
 * the topics are named one by one, those with the latest events.
 */
export async function topicsOfList({ topics, except }: EventSource, signal: AbortSignal): Promise<readonly string[]> {
  if (except.length === 0) return topics;
  const wanted = new TopicSet(topics, except);
  const infos = (await Promise.all(topics.map((pattern) => listTopics({ pattern, signal })))).flat();
  const newest = infos.filter(({ topic }) => wanted.has(topic)).sort((a, b) => b.lastTime - a.lastTime);
  const named = [...new Set(newest.map(({ topic }) => topic))].slice(0, maxNamedTopics);
  return named.length === 0 ? topics : named;
}
