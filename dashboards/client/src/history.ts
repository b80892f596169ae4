import { Refusal } from './refusal.ts';
import type { FeedEvent } from './types.ts';

export interface HistoryRequest {
  readonly topics: readonly string[];
  /** An RFC 3339 time, or a time span counted back from now: `00:05:00`. */
  readonly since: string;
  /** Events a page, at most: of large events an answer holds fewer. */
  readonly limit: number;
  /** The service's `/history`; the page's own origin unless told. */
  readonly url?: string;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
}

/** What came last. */
export interface NewestRequest {
  readonly topics: readonly string[];
  /** Events in all, or of each topic. */
  readonly count: number;
  readonly isOfEach?: boolean;
  /** An RFC 3339 time, or a time span counted back from now; now unless told. */
  readonly until?: string;
  /** The service's `/history`; the page's own origin unless told. */
  readonly url?: string;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
}

export interface HistoryPage {
  /** Oldest first. */
  readonly events: readonly FeedEvent[];
  /** A stream that goes on after this position has every later event, once. */
  readonly next: string | undefined;
  /** It is empty: only that says that there is nothing more. */
  readonly isLast: boolean;
  /** The service's clock when it answered, in milliseconds since 1970, to the second. */
  readonly servedAt: number | undefined;
}

interface WireEvent {
  readonly position: string;
  readonly topic: string;
  readonly event?: string;
  readonly time: string;
  readonly data: unknown;
}

/** Reads retained events page by page, up to the log's present end. */
export async function* readHistory(request: HistoryRequest): AsyncGenerator<HistoryPage> {
  let after: string | undefined;
  for (;;) {
    const page = await readPage(request, after);
    yield page;
    // A page that names no further position cannot be followed; asking again would only repeat it.
    if (page.isLast || page.next === undefined || page.next === after) return;
    after = page.next;
  }
}

/** Reads the newest retained events, however long ago they were. */
export function readNewest(request: NewestRequest): Promise<HistoryPage> {
  const { topics, count, isOfEach, until } = request;
  const query = new URLSearchParams(topics.map((topic) => ['topic', topic]));
  query.set(isOfEach === true ? 'newestOfEach' : 'newest', String(count));
  if (until !== undefined) query.set('until', until);
  return ask(request, query);
}

async function readPage(request: HistoryRequest, after: string | undefined): Promise<HistoryPage> {
  const query = new URLSearchParams(request.topics.map((topic) => ['topic', topic]));
  query.set('limit', String(request.limit));
  if (after === undefined) query.set('since', request.since);
  else query.set('after', after);
  return ask(request, query);
}

async function ask(request: HistoryRequest | NewestRequest, query: URLSearchParams): Promise<HistoryPage> {
  const send = request.fetch ?? fetch;
  const response = await send(`${request.url ?? '/history'}?${query}`, {
    headers: { Accept: 'application/json' },
    cache: 'no-store',
    signal: request.signal ?? null,
  });
  if (!response.ok) throw await Refusal.from(response, Date.now());

  const body = (await response.json()) as { events: WireEvent[]; next?: string | null };
  const date = Date.parse(response.headers.get('Date') ?? '');
  return {
    events: body.events.map(readEvent),
    next: body.next ?? undefined,
    isLast: body.events.length === 0,
    servedAt: Number.isNaN(date) ? undefined : date,
  };
}

function readEvent({ position, topic, event, time, data }: WireEvent): FeedEvent {
  return { position, topic, event: event ?? 'message', time: Date.parse(time), data };
}
