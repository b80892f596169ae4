import { refusalOf } from '../refusal-answer.ts';
import type { Answer } from '../transport.ts';
import { Unreachable } from '../unreachable.ts';

interface OpenRequest {
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** Requests of one WebSocket that have no answer yet, by id. */
export class OpenRequests {
  private readonly open = new Map<string, OpenRequest>();
  private count = 0;
  private isClosed = false;

  /** Sends by `send`, which is given the id. */
  ask(send: (id: string) => void, signal: AbortSignal): Promise<Answer> {
    const id = `r${++this.count}`;
    return new Promise<Answer>((resolve, reject) => {
      if (this.isClosed) return reject(new Unreachable('the WebSocket is closed'));
      if (signal.aborted) return reject(signal.reason);
      const onAbort = () => this.take(id)?.reject(signal.reason);
      const settle = () => signal.removeEventListener('abort', onAbort);
      signal.addEventListener('abort', onAbort);
      this.open.set(id, {
        resolve: (answer) => {
          settle();
          resolve(answer);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      try {
        send(id);
      } catch (error) {
        this.take(id)?.reject(new Unreachable('the message cannot be sent', { cause: error }));
      }
    });
  }

  /** Whether this message answers a request. */
  settle({ type, id, ...rest }: Record<string, unknown>): boolean {
    const request = typeof id === 'string' ? this.take(id) : undefined;
    if (type === 'error') request?.reject(refusalOf(rest['problem']));
    else request?.resolve(rest);
    return request !== undefined;
  }

  /** The connection has ended: nobody knows whether the service has done what it was asked for. */
  close(): void {
    this.isClosed = true;
    for (const id of [...this.open.keys()]) this.take(id)?.reject(new Unreachable('the WebSocket ended before the answer'));
  }

  private take(id: string): OpenRequest | undefined {
    const request = this.open.get(id);
    this.open.delete(id);
    return request;
  }
}
