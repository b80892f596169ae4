import { type FeedEvent, readHistory } from '@livefeed/client';

const pageSize = 10_000;
/** Events that are read of a window: more than a tile has pixels for. */
const mostEvents = 20_000;
/** Each attempt asks for at most half the time of the one before. */
const mostAttempts = 6;

export interface ReadSpan {
  /** Oldest first. */
  readonly events: readonly FeedEvent[];
  /** Where they begin: later than was asked for when there are too many. */
  readonly since: number;
}

/**
 * The events of a span, or the newest of them where there are too many. History is only read forwards, so then it is asked anew, from so
 * far before the end as seems to hold half as many.
 */
export async function readSpan(patterns: readonly string[], from: number, to: number, signal: AbortSignal): Promise<ReadSpan> {
  let since = from;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const { events, isWhole } = await readFrom(patterns, since, to, signal);
    if (isWhole) return { events, since };
    const covered = (events.at(-1)?.time ?? since) - since;
    since = to - Math.min(covered, to - since) / 2;
  }
  // States of which the end is missing would be drawn up to it.
  return { events: [], since: to };
}

async function readFrom(
  patterns: readonly string[], since: number, to: number, signal: AbortSignal,
): Promise<{ events: FeedEvent[]; isWhole: boolean }> {
  const events: FeedEvent[] = [];
  for await (const page of readHistory({ topics: patterns, since: new Date(since).toISOString(), limit: pageSize, signal })) {
    for (const event of page.events) if (event.time <= to) events.push(event);
    if (page.isLast || (page.events.at(-1)?.time ?? to) > to) break;
    if (events.length >= mostEvents) return { events, isWhole: false };
  }
  return { events, isWhole: true };
}
