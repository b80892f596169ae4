import { Refusal } from './refusal.ts';

export interface SeriesRequest {
  readonly topics: readonly string[];
  /** Dotted path to the number in the events' data; the data itself or its `value` unless told. */
  readonly value?: string;
  /** RFC 3339 times, or time spans counted back from now: `00:05:00`. */
  readonly since: string;
  /** Now unless told. */
  readonly until?: string;
  readonly buckets: number;
  /** The service's `/history/series`; the page's own origin unless told. */
  readonly url?: string;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
}

/** A topic's values, an entry a bucket that has some: when the last was received, in milliseconds since 1970, and what they were. */
export interface SeriesColumns {
  readonly topic: string;
  readonly unit?: string;
  readonly times: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly last: readonly number[];
}

export interface SeriesPage {
  /** Milliseconds since 1970, by the service's clock. */
  readonly from: number;
  readonly to: number;
  /** A stream that goes on after this position has every later event, once. */
  readonly next: string;
  readonly series: readonly SeriesColumns[];
  /** Topics, at least, that are past the most that one answer has. */
  readonly leftOut: number;
}

/** Reads retained values as a chart draws them: the least, greatest and last of each bucket of time. */
export async function readSeries(request: SeriesRequest): Promise<SeriesPage> {
  const query = new URLSearchParams(request.topics.map((topic) => ['topic', topic]));
  query.set('since', request.since);
  query.set('buckets', String(request.buckets));
  if (request.until !== undefined) query.set('until', request.until);
  if (request.value !== undefined) query.set('value', request.value);
  const send = request.fetch ?? fetch;
  const response = await send(`${request.url ?? '/history/series'}?${query}`, {
    headers: { Accept: 'application/json' },
    cache: 'no-store',
    signal: request.signal ?? null,
  });
  if (!response.ok) throw await Refusal.from(response, Date.now());
  return (await response.json()) as SeriesPage;
}
