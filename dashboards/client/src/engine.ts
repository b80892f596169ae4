// What pages with an engine of their own use besides: the boards do.
export { FeedClient, type FeedClientOptions } from './connection/feed-client.ts';
export type { FeedSource } from './feed-source.ts';
export { gapText } from './gap-text.ts';
export { type FeedRequest, openFeed } from './open-feed.ts';
export { isPage, Refusal } from './refusal.ts';
export { type RetryDelayInput, retryDelay } from './retry-delay.ts';
export { comparePositions, earlierPosition, earliestPosition, goesBack, isNews, laterPosition } from './sharing/position.ts';
export { SseTransport } from './sse/sse-transport.ts';
export { fitsRequest, portions } from './topics/portions.ts';
export type { TopicChange } from './topics/topic-change.ts';
export { TopicPattern, withoutCovered } from './topics/topic-pattern.ts';
export type { FeedSignal, FollowRequest, Transport } from './transport.ts';
export type { ConnectionState, ConnectionStatus, FeedEvent, FeedGap, FeedListener, RefusalDetails } from './types.ts';
export { Unreachable } from './unreachable.ts';
