import type { OpenHubLine } from './messages.ts';
import { openWorkerLineOf } from './worker-line.ts';

/** The ways to the hub of all with the same credentials, which the key stands for, the best first. */
export function hubLines(key: string): readonly OpenHubLine[] {
  const lines: OpenHubLine[] = [];
  if ('SharedWorker' in globalThis) lines.push(openWorkerLineOf(key));
  // Not in an insecure context, whatever the types say.
  if ('locks' in navigator && 'BroadcastChannel' in globalThis) {
    lines.push(async (events) => (await import('./lock-line.ts')).openLockLine(events, key));
  }
  return lines;
}
