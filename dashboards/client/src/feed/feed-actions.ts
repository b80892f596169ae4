import type { PublishEvent, Receipt, Room, RoomUser, SubscribeOptions } from '../api.ts';
import { changeTopics } from '../connection/change-topics.ts';
import type { Publisher } from '../link.ts';
import type { Following } from '../link-of.ts';
import { Refusal } from '../refusal.ts';
import { FeedLink, type OpenFeed } from './feed-link.ts';
import { Loaded } from './loaded.ts';
import { renewToken } from './renewal.ts';
import { Subscriptions } from './subscriptions.ts';

/** What a feed does besides following what it was given: loaded when it is first asked for. */
export class FeedActions {
  readonly link: FeedLink;
  /** For parts of the page, which follow topics for a while: what the page wants itself, they do not take away. */
  readonly ofParts: Following = {
    subscribe: (topics, options) => this.tellRefusal(this.subscriptions.subscribe([topics].flat(), options)),
    unsubscribe: (topics) => this.subscriptions.unsubscribe([topics].flat().filter((topic) => !this.ofPage.has(topic))),
  };
  /** What the page wants itself, from the beginning or by `subscribe`. */
  private readonly ofPage: Set<string>;
  private readonly subscriptions: Subscriptions;
  private readonly publisher: Loaded<Publisher>;

  constructor(private readonly feed: OpenFeed) {
    const { follower, options } = feed;
    const { followed, closed } = follower;
    this.ofPage = new Set(options.topics);
    this.subscriptions = new Subscriptions(options.topics ?? [], {
      clientId: () => follower.status.clientId,
      position: () => followed.after,
      cameSince: async (topic, position, count) =>
        (await import('./came-since.ts')).cameSince(this.link, topic, position, count),
      change: (change) => changeTopics(follower, change),
      aim: (topics) => {
        followed.topics = topics;
      },
      closed,
    });
    feed.delivery.subscriptions = this.subscriptions;
    this.link = new FeedLink(feed, this.subscriptions);
    this.publisher = new Loaded(async () => {
      const { createPublisher } = await import('../publishing/publisher.ts');
      return createPublisher(this.link, options.batch);
    });
    feed.signals.add((signal) => {
      if (signal.kind === 'connected') this.subscriptions.connected();
      else if (signal.kind === 'subscribed') this.subscriptions.completed(signal.topics);
    });
    feed.onStatus(({ state, reason }) => {
      if (state === 'closed') this.subscriptions.end(feed.failure ?? new DOMException(reason, 'AbortError'));
    });
  }

  subscribe(topics: string | readonly string[], options?: SubscribeOptions): Promise<void> {
    const added = [topics].flat().filter((topic) => !this.ofPage.has(topic));
    for (const topic of added) this.ofPage.add(topic);
    const done = this.ofParts.subscribe(topics, options);
    done.catch((error: unknown) => {
      if (error instanceof Refusal) for (const topic of added) this.ofPage.delete(topic);
    });
    return done;
  }

  unsubscribe(topics: string | readonly string[]): Promise<void> {
    for (const topic of [topics].flat()) this.ofPage.delete(topic);
    return this.subscriptions.unsubscribe([topics].flat());
  }

  async publish(event: PublishEvent): Promise<Receipt> {
    return (await this.publisher.get()).publish(event);
  }

  async flush(): Promise<void> {
    await (await this.publisher.present)?.flush();
  }

  async join(room: string, who: RoomUser = {}): Promise<Room> {
    const { openRoom } = await import('../rooms.ts');
    return openRoom(this.link, room, who);
  }

  /** The token of the open connection is about to expire. */
  async renew(expires: number): Promise<void> {
    const { follower, parts } = this.feed;
    const { transport, status } = follower;
    const { clientId } = status;
    const { tokens } = parts;
    if (clientId === undefined || tokens === undefined || transport === undefined) return;
    await renewToken({ transport, clientId, tokens, expires, isOver: () => follower.status.clientId !== clientId });
  }

  /** Not everyone waits for the answer. */
  private tellRefusal<T>(done: Promise<T>): Promise<T> {
    done.catch((error: unknown) => error instanceof Refusal && this.feed.tell('refused', error.message));
    return done;
  }
}
