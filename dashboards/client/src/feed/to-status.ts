import type { Status, TransportName } from '../api.ts';
import type { ConnectionStatus } from '../types.ts';

/** The engine's status as `connect()` tells it. */
export function toStatus(
  { state, clientId, memberId, retryAt, reason, refusal }: ConnectionStatus,
  attempt: number,
  transport: TransportName | undefined,
): Status {
  return {
    state: state === 'live' ? 'connected' : state,
    attempt,
    ...(transport !== undefined && { transport }),
    ...(clientId !== undefined && { clientId }),
    ...(memberId !== undefined && { memberId }),
    ...(retryAt !== undefined && { retryAt }),
    ...(reason !== undefined && { reason }),
    ...(refusal !== undefined && { refusal }),
  };
}

/** Whether the two say the same; the engine also tells of silence, which is no state of a feed. */
export function isSame(a: Status, b: Status): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Status>;
  return [...names].every((name) => a[name] === b[name]);
}
