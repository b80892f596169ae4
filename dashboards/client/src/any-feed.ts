import type { Feed } from './api.ts';

/** A feed, whatever events it knows by name. */
// biome-ignore lint/suspicious/noExplicitAny: no other type is one that every `Feed` can be given for.
export type AnyFeed = Feed<any>;
