// What pages with an engine of their own use besides: the boards do.
export { FeedClient, type FeedClientOptions } from './feed-client.ts';
export type { FeedSource } from './feed-source.ts';
export { gapText } from './gap-text.ts';
export { type FeedRequest, openFeed } from './open-feed.ts';
export { isPage, Refusal } from './refusal.ts';
export { type RetryDelayInput, retryDelay } from './retry-delay.ts';
export { comparePositions, earlierPosition, laterPosition } from './sharing/position.ts';
export { type SseItem, SseParser } from './sse-parser.ts';
export { SseTransport, type SseTransportOptions } from './sse-transport.ts';
export type { TopicChange } from './topic-change.ts';
export { TopicPattern, withoutCovered } from './topic-pattern.ts';
export type { FeedSignal, FollowRequest, Transport } from './transport.ts';
export type { ConnectionState, ConnectionStatus, FeedEvent, FeedGap, FeedListener, RefusalDetails } from './types.ts';
export { Unreachable } from './unreachable.ts';
