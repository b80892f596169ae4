import { type Asking, ask } from './ask.ts';

export interface SeriesRequest extends Asking {
  readonly topics: readonly string[];
  /** Dotted path to the value in the events' data; the data itself or its `value` unless told. */
  readonly value?: string;
  /** RFC 3339 times, or time spans counted back from now: `00:05:00`. */
  readonly since: string;
  /** Now unless told. */
  readonly until?: string;
  readonly buckets: number;
  /** Counts the values of each bucket too; of series only. */
  readonly histogram?: HistogramRequest;
}

/** Into how many equal parts the values from one to another are cut. What lies outside counts in the first or the last. */
export interface HistogramRequest {
  readonly from: number;
  readonly to: number;
  readonly bins: number;
}

/**
 * A topic's values, an entry a bucket that has some: when the last was received, in milliseconds since 1970, and what they
 * were.
 */
export interface SeriesColumns {
  readonly topic: string;
  readonly unit?: string;
  readonly times: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly last: readonly number[];
  /** Where a histogram was asked for: how many values fell into each of its parts. */
  readonly counts?: readonly (readonly number[] | null)[];
}

/**
 * A topic's states, oldest first: when each was said, in milliseconds since 1970. The first may be from before the time
 * asked for.
 */
export interface StateColumns {
  readonly topic: string;
  readonly times: readonly number[];
  readonly values: readonly (string | number)[];
}

export interface SeriesPage<C = SeriesColumns> {
  /** Milliseconds since 1970, by the service's clock. */
  readonly from: number;
  readonly to: number;
  /** A stream that goes on after this position has every later event, once. */
  readonly next: string;
  readonly series: readonly C[];
  /** Topics, at least, that are past the most that one answer has. */
  readonly leftOut: number;
}

/** Reads retained values as a chart draws them: the least, greatest and last of each bucket of time. */
export function readSeries(request: SeriesRequest): Promise<SeriesPage> {
  return read('/history/series', request);
}

/** Reads retained states as a timeline draws them: when each began, and in each bucket of time when it was said last. */
export function readStates(request: SeriesRequest): Promise<SeriesPage<StateColumns>> {
  return read('/history/states', request);
}

async function read<C>(path: string, request: SeriesRequest): Promise<SeriesPage<C>> {
  const query = new URLSearchParams(request.topics.map((topic) => ['topic', topic]));
  query.set('since', request.since);
  query.set('buckets', String(request.buckets));
  if (request.until !== undefined) query.set('until', request.until);
  if (request.value !== undefined) query.set('value', request.value);
  const { histogram } = request;
  if (histogram !== undefined) query.set('histogram', `${histogram.from},${histogram.to},${histogram.bins}`);
  return (await ask<SeriesPage<C>>(path, query, request)).body;
}
