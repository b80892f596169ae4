import type { Status, TransportName } from '../api.ts';
import type { ConnectionStatus } from '../types.ts';

/** The engine's status as `connect()` tells it: that a heartbeat is late is no state of a feed. */
export function toStatus(
  { state, silentSince: _, ...rest }: ConnectionStatus,
  attempt: number,
  transport: TransportName | undefined,
): Status {
  return { state: state === 'live' ? 'connected' : state, attempt, ...(transport && { transport }), ...rest };
}
