import type { AskToken } from '../connection/authorize.ts';
import type { Transport } from '../transport.ts';
import { sessionStorageOrNone, transportMemory } from '../transports/transport-memory.ts';
import type { OpenHubLine } from './messages.ts';
import { ShareOrOwn } from './share-or-own.ts';
import { SharedTransport } from './shared-transport.ts';
import { openWorkerLineOf } from './worker-line.ts';

/** The connection of all tabs where it can be had, else this one. Where streams do not get through, one of all does not. */
export function share(own: Transport, root: string, token: AskToken | undefined): Transport {
  if (transportMemory(root, sessionStorageOrNone()).get()?.name === 'polling') return own;
  return new ShareOrOwn(new SharedTransport({ token, lines: hubLines }), own);
}

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
