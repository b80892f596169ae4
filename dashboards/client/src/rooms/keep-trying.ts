import type { Link } from '../link.ts';
import { Refusal } from '../refusal.ts';
import { retryDelay } from '../retry-delay.ts';
import { Wait } from '../wait.ts';

/**
 * Acts until it succeeds: `done`. Or until it is stopped, or there is no connection: `stopped`, as the next connection acts
 * anew. Or until the service says no for good: its refusal.
 */
export async function keepTrying(
  link: Link,
  act: () => Promise<unknown>,
  stopped: AbortSignal,
): Promise<'done' | 'stopped' | Refusal> {
  for (let attempt = 0; !stopped.aborted; attempt++) {
    try {
      await act();
      return stopped.aborted ? 'stopped' : 'done';
    } catch (error) {
      const refusal = error instanceof Refusal ? error : undefined;
      if (stopped.aborted || link.status.state !== 'connected') break;
      if (refusal?.isFinal) return refusal;
      if (refusal?.status === 401) link.refreshToken();
      const delay = retryDelay({ attempt, random: Math.random() });
      await new Wait().for(Math.max(delay, refusal?.retryAfter ?? 0), stopped);
    }
  }
  return 'stopped';
}
