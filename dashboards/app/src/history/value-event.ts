import type { FeedEvent } from '@livefeed/client/engine';
import type { StateColumns } from '@livefeed/client/queries';

/** Wraps a value in an event, at the path where tiles look for it. */
export function valueEvent(
  topic: string,
  time: number,
  path: string | undefined,
  value: string | number,
  unit?: string,
): FeedEvent {
  const data = (path ?? 'value').split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;
  return { topic, event: 'message', time, data: unit === undefined ? data : { unit, ...data } };
}

/** The states of a topic, oldest first. */
export function stateEvents({ topic, times, values }: StateColumns, path: string | undefined): FeedEvent[] {
  return times.map((time, i) => valueEvent(topic, time, path, values[i] as string | number));
}
