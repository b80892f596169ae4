import type { AskToken } from '../connection/authorize.ts';
import type { Transport } from '../transport.ts';
import { sessionStorageOrNone, transportMemory } from '../transports/transport-memory.ts';
import { hubLines } from './hub-lines.ts';
import { ShareOrOwn } from './share-or-own.ts';
import { SharedTransport } from './shared-transport.ts';

/** The connection of all tabs where it can be had, else this one. Where streams do not get through, one of all does not. */
export function share(own: Transport, root: string, token: AskToken | undefined): Transport {
  if (transportMemory(root, sessionStorageOrNone()).get()?.name === 'polling') return own;
  return new ShareOrOwn(new SharedTransport({ token, lines: hubLines }), own);
}
