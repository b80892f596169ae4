// One connection for all tabs of a browser.
export type { FeedSource } from './feed-source.ts';
export { type FeedRequest, openFeed } from './open-feed.ts';
export { share } from './sharing/share.ts';
export { SharedFeed, type SharedFeedOptions } from './sharing/shared-feed.ts';
