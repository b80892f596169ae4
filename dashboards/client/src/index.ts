export type * from './api.ts';
export { connect } from './connect.ts';
export { FeedClient, type FeedClientOptions } from './connection/feed-client.ts';
export type { FeedSource } from './feed-source.ts';
export { gapText } from './gap-text.ts';
export { type FeedRequest, openFeed } from './open-feed.ts';
export { askForbidden, type ForbiddenRequest } from './queries/forbidden-topics.ts';
export { type HistoryPage, type HistoryRequest, type NewestRequest, readHistory, readNewest } from './queries/history.ts';
export { readJson } from './queries/json-answer.ts';
export {
  type HistogramRequest,
  readSeries,
  readStates,
  type SeriesColumns,
  type SeriesPage,
  type SeriesRequest,
  type StateColumns,
} from './queries/series.ts';
export { listTopics, type TopicInfo, type TopicsRequest } from './queries/topics.ts';
export { isPage, Refusal } from './refusal.ts';
export { type RetryDelayInput, retryDelay } from './retry-delay.ts';
export { comparePositions, earlierPosition, laterPosition } from './sharing/position.ts';
export { type SseItem, SseParser } from './sse/sse-parser.ts';
export { SseTransport, type SseTransportOptions } from './sse/sse-transport.ts';
export type { TopicChange } from './topics/topic-change.ts';
export { TopicPattern, withoutCovered } from './topics/topic-pattern.ts';
export type { FeedSignal, FollowRequest, Transport } from './transport.ts';
export type { ConnectionState, ConnectionStatus, FeedEvent, FeedGap, FeedListener, RefusalDetails } from './types.ts';
export { Unreachable } from './unreachable.ts';
