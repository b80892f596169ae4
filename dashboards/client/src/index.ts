export type * from './api.ts';
export { connect } from './connect.ts';
export { Refusal } from './refusal.ts';
export type { FeedGap, RefusalDetails } from './types.ts';
export { Unreachable } from './unreachable.ts';
