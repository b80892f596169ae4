import { maxWait } from '../wait.ts';

/** When the service did not say how often it gives a sign of life: two of its usual heartbeats and some slack. */
const usualSilence = 40_000;

/** Short heartbeats must not make a busy network look like a lost connection. */
const leastSilence = 10_000;
/** A heartbeat may be this late: it travels, and the service may be busy. */
const maxSlack = 2_000;

/** The silence after which a connection is given up: two heartbeats were lost, and the third half. */
export function silenceOf(heartbeat: number | undefined): number {
  if (heartbeat === undefined) return usualSilence;
  return Math.min(maxWait, Math.max(leastSilence, 2.5 * heartbeat));
}

/**
 * The silence after which a heartbeat is overdue, which people are told; undefined when it is not known how often it comes.
 */
export function overdueAfter(heartbeat: number | undefined): number | undefined {
  return heartbeat === undefined ? undefined : Math.min(maxWait, heartbeat + Math.min(maxSlack, heartbeat / 2));
}
