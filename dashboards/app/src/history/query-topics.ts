import { fitsRequest, portions, withoutCovered } from '@livefeed/client/engine';
import { listTopics } from '@livefeed/client/queries';
import type { TileSubscription } from '../feed/tile-subscription.ts';
import { TopicSet } from '../feed/topic-set.ts';
import type { EventSelection } from './event-selection.ts';

/** Max topics that one query names. */
const maxNamedTopics = 40;

/** These topics in as few parts as queries can name. */
export const namedPortions = (topics: readonly string[]): string[][] =>
  portions(topics, (part) => part.length <= maxNamedTopics && fitsRequest(part));

export const topicsOfAll = (subscriptions: readonly TileSubscription[]): readonly string[] =>
  withoutCovered(subscriptions.flatMap(({ config }) => config.topics));

/**
 * The topics to ask history for. History knows no `except`, and the exceptions of a list of everything are most of the log.
 * So the topics with the latest events are named one by one.
 */
export async function topicsOfList({ topics, except }: EventSelection, signal: AbortSignal): Promise<readonly string[]> {
  if (except.length === 0) return topics;
  const wanted = new TopicSet(topics, except);
  const infos = (await Promise.all(topics.map((pattern) => listTopics({ pattern, signal })))).flat();
  const newest = infos.filter(({ topic }) => wanted.has(topic)).sort((a, b) => b.lastTime - a.lastTime);
  const [named = topics] = namedPortions([...new Set(newest.map(({ topic }) => topic))].slice(0, maxNamedTopics));
  return named;
}
