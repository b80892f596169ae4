import type { Status } from '../api.ts';

/** What a reader needs to know of the connection; empty while there is nothing to say. */
export function statusText({ state, reason }: Status): string {
  switch (state) {
    case 'connecting':
      return 'Connecting…';
    case 'connected':
      return '';
    case 'reconnecting':
      return `Not connected, trying again${reason === undefined ? '' : `: ${reason}`}`;
    case 'closed':
      return `Closed${reason === undefined ? '' : `: ${reason}`}`;
  }
}
