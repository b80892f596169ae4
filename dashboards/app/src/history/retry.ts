import { Refusal, retryDelay } from '@livefeed/client/engine';

/** When a failed query is sent again, and why it failed. A busy service says when. */
export interface Retry {
  readonly delay: number;
  readonly reason: string;
}

export function retryAfter(error: Error, attempt: number): Retry {
  const asked = error instanceof Refusal ? (error.retryAfter ?? 0) : 0;
  return { delay: Math.max(asked, retryDelay({ attempt, random: Math.random() })), reason: error.message };
}

/** Waits, unless it is woken or the signal is aborted. */
export class Delays {
  private readonly wakes = new Set<() => void>();

  for(delay: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.wakes.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, delay);
      this.wakes.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  wake(): void {
    for (const wake of [...this.wakes]) wake();
  }
}
