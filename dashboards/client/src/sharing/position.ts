import type { FeedGap } from '../types.ts';

/** Epoch and sequence. A poller's position may have a zero in front, which tells the service more than where it stands. */
const parts = /^(.*-)?0*(.*)/s;

/**
 * Which of two positions stands later: below 0 the second, above 0 the first. Undefined where that says nothing, because the
 * log began anew between them. Only what shares a stream looks into positions; for all others they are opaque.
 */
export function comparePositions(a: string, b: string): number | undefined {
  const [, epoch, sequence = ''] = parts.exec(a) ?? [];
  const [, otherEpoch, otherSequence = ''] = parts.exec(b) ?? [];
  if (epoch !== otherEpoch) return undefined;
  // As text, because the service's numbers may have more digits than a script's.
  return sequence.length - otherSequence.length || (sequence < otherSequence ? -1 : +(sequence > otherSequence));
}

/** Whether who has everything up to a position, if to any, lacks what stands at another one. */
export const isNews = (position: string, has: string | undefined) =>
  has === undefined || (comparePositions(position, has) ?? 1) > 0;

/**
 * Whether the log goes on below what it gave out before, as an older copy of it does that was restored: what came before the
 * gap is no measure of what comes after it.
 */
export const goesBack = ({ after, before }: FeedGap) => !isNews(before, after);

/** The later of two; the second where that cannot be said. */
export function laterPosition(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return (comparePositions(a, b) ?? -1) > 0 ? a : b;
}

/** The earlier of two; undefined where that cannot be said. */
export function earlierPosition(a: string, b: string): string | undefined {
  const order = comparePositions(a, b);
  return order === undefined ? undefined : order > 0 ? b : a;
}

/** The earliest of those that are known; the last of them where that cannot be said. */
export function earliestPosition(positions: readonly (string | undefined)[]): string | undefined {
  return positions.reduce((a, b) => {
    if (a === undefined || b === undefined) return a ?? b;
    return (comparePositions(a, b) ?? 1) > 0 ? b : a;
  }, undefined);
}
