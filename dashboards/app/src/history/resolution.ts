/** How finely the past is read and kept. Each of these numbers stands here and nowhere else. */

/** Up to this window, in milliseconds, charts are read event by event: they have a place for each. */
const fineWindow = 10 * 60_000;

export const isFine = (window: number): boolean => window <= fineWindow;

/** Parts in which a longer window is read, for a chart or a timeline: about its pixels. */
export const chartBuckets = 600;
/** For a cell of a sparklines grid, which is small. */
export const cellBuckets = 150;

/** A silence up to this part of a long window is no gap in a line: the window has few points. */
export const gapShare = 200;

/** How far back charts look unless a board says, in milliseconds. */
export const defaultWindow = 5 * 60_000;
/** The least and the greatest window, in milliseconds. */
export const minWindow = 10_000;
export const maxWindow = 24 * 60 * 60_000;

/** Events of one answer of history: few requests for a usual board, and no answer of tens of megabytes. */
export const pageSize = 10_000;
