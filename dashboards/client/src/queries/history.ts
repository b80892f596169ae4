import type { FeedEvent, FeedGap } from '../types.ts';
import { type Asking, ask } from './ask.ts';

export interface HistoryRequest extends Asking {
  readonly topics: readonly string[];
  /** An RFC 3339 time, or a time span counted back from now: `00:05:00`. */
  readonly since: string;
  /** Go on after this position; instead of `since`. */
  readonly after?: string | undefined;
  /** Events a page at most. The service may end a page earlier. */
  readonly limit: number;
}

/** What came last. */
export interface NewestRequest extends Asking {
  readonly topics: readonly string[];
  /** Events in all, or of each topic. */
  readonly count: number;
  readonly isOfEach?: boolean;
  /** An RFC 3339 time, or a time span counted back from now; now unless told. */
  readonly until?: string;
}

export interface HistoryPage {
  /** Oldest first. */
  readonly events: readonly FeedEvent[];
  /** A stream that goes on after this position has every later event, once. */
  readonly next: string | undefined;
  /** Events that are no longer there, before those of the page that stand after `gap.before`. */
  readonly gap: FeedGap | undefined;
  /** The service's clock when it answered, in milliseconds since 1970, to the second. */
  readonly servedAt: number | undefined;
}

interface WirePage {
  readonly events: readonly WireEvent[];
  readonly next?: string | null;
  readonly gap?: FeedGap | null;
}

interface WireEvent {
  readonly position: string;
  readonly topic: string;
  readonly event?: string;
  readonly time: string;
  readonly data: unknown;
}

/** Reads retained events page by page, up to the log's present end. */
export function readHistory(request: HistoryRequest): AsyncGenerator<HistoryPage, undefined> {
  const { since, after, limit } = request;
  return readOn(request, { limit: String(limit), ...(after === undefined ? { since } : {}) }, after);
}

/**
 * Reads the newest retained events, however long ago they were: usually one page, more where they are too large for one
 * answer.
 */
export function readNewest(request: NewestRequest): AsyncGenerator<HistoryPage, undefined> {
  const { count, isOfEach, until } = request;
  const name = isOfEach === true ? 'newestOfEach' : 'newest';
  return readOn(
    request,
    { [name]: String(count), ...(until === undefined ? {} : { until }) },
    undefined,
    isOfEach === true ? undefined : count,
  );
}

/**
 * Asks on after each page's `next`, until a page has nothing: the service ends a page where it is long enough in bytes or in
 * time, so that a page of few events says nothing. It ends with what there was at the first answer: else it would run after
 * a log that grows as fast as it is read. Where `enough` events have come there are no more.
 */
async function* readOn(
  request: Asking & { readonly topics: readonly string[] },
  settings: Readonly<Record<string, string>>,
  from: string | undefined,
  enough = Number.POSITIVE_INFINITY,
): AsyncGenerator<HistoryPage, undefined> {
  let after = from;
  let until = settings['until'];
  let count = 0;
  for (;;) {
    const query = new URLSearchParams(request.topics.map((topic) => ['topic', topic]));
    for (const [name, value] of Object.entries(settings))
      if (name !== 'since' || after === undefined) query.set(name, value);
    if (after !== undefined) query.set('after', after);
    if (until !== undefined) query.set('until', until);
    const { body, servedAt } = await ask<WirePage>('/history', query, request);
    const next = body.next ?? undefined;
    yield { events: body.events.map(readEvent), next, gap: body.gap ?? undefined, servedAt };
    count += body.events.length;
    // A page with a gap may have no events, and more behind the gap. One that names no further position would only repeat
    // itself.
    const isAtEnd = (body.events.length === 0 && body.gap == null) || count >= enough;
    if (isAtEnd || next === undefined || next === after) return;
    after = next;
    if (servedAt !== undefined) until ??= new Date(servedAt).toISOString();
  }
}

function readEvent({ position, topic, event, time, data }: WireEvent): FeedEvent {
  return { position, topic, event: event ?? 'message', time: Date.parse(time), data };
}
