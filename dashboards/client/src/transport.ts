import type { TopicChange } from './topic-change.ts';
import type { FeedEvent, FeedGap } from './types.ts';

/** What any transport tells the client; everything a transport knows of frames and sockets stays behind it. */
export type FeedSignal =
  | {
      readonly kind: 'connected';
      readonly clientId: string;
      readonly position: string;
      readonly resumed: boolean;
      /** Milliseconds of silence at most; absent where the service does not say. */
      readonly heartbeat?: number;
    }
  | { readonly kind: 'event'; readonly event: FeedEvent }
  | { readonly kind: 'position'; readonly position: string }
  | { readonly kind: 'gap'; readonly gap: FeedGap }
  /** Topics that were added are complete up to this position, as all others are. */
  | { readonly kind: 'subscribed'; readonly topics: readonly string[]; readonly position: string }
  | { readonly kind: 'closing'; readonly reason: string; readonly reconnect: boolean }
  | { readonly kind: 'retry'; readonly milliseconds: number };

export interface FollowRequest {
  readonly topics: readonly string[];
  /** Resume after this position. */
  readonly after?: string | undefined;
}

export interface Transport {
  /**
   * Opens one connection and yields what each read of it carried; an empty list is a sign of life. Returns when the other
   * end closes, throws a `Refusal` when the service says no and anything else when the connection is lost.
   */
  follow(request: FollowRequest, signal: AbortSignal): AsyncIterable<readonly FeedSignal[]>;
  /**
   * Changes what an open connection follows. It throws a `Refusal` when the service says no, and anything else when no
   * answer comes.
   */
  change?(clientId: string, change: TopicChange, signal: AbortSignal): Promise<void>;
}
