import type { BatchOptions } from '../api.ts';
import type { CreatePublisher, Link } from '../link.ts';
import { PublishQueue } from './publish-queue.ts';

const queues = new WeakMap<Link, PublishQueue>();

/** The one queue of a connection, so that what a page publishes and what it says in rooms keep their order. */
export const createPublisher: CreatePublisher = (link, batch) => {
  const queue = publisherOf(link);
  if (batch !== undefined) queue.batch = batch;
  return queue;
};

export function publisherOf(link: Link, batch?: BatchOptions): PublishQueue {
  const queue = queues.get(link) ?? new PublishQueue(link, batch);
  queues.set(link, queue);
  return queue;
}
