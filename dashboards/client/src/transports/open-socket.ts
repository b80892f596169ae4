import type { Socket } from '../api.ts';
import { parseObject } from '../connection/notices.ts';
import { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-answer.ts';
import type { Answer, ClientMessage, FeedSignal } from '../transport.ts';
import { Unreachable } from '../unreachable.ts';
import { Inbox } from './inbox.ts';
import { readMessage } from './messages.ts';
import { OpenRequests } from './open-requests.ts';

/** One WebSocket, from its handshake to its close. */
export class OpenSocket {
  readonly inbox = new Inbox<FeedSignal>();
  private readonly requests = new OpenRequests();
  /** The handshake was answered. */
  isOpen = false;
  private isClosing = false;
  private refusal: Refusal | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly signal: AbortSignal,
  ) {
    socket.addEventListener('open', () => {
      this.isOpen = true;
      this.inbox.push();
    });
    socket.addEventListener('message', ({ data }) => this.take(data));
    socket.addEventListener('close', ({ code, reason }) => this.end(code, String(reason ?? '')));
    // The close comes after it, and says more.
    socket.addEventListener('error', () => {});
    signal.addEventListener('abort', this.leave);
  }

  request(message: ClientMessage, signal: AbortSignal): Promise<Answer> {
    return this.requests.ask((id) => this.socket.send(JSON.stringify({ ...message, id })), signal);
  }

  /** Sends nothing more, and hears nothing more. */
  readonly leave = (): void => {
    this.inbox.end(this.signal.reason ?? new Unreachable('left'));
    this.requests.close();
    this.signal.removeEventListener('abort', this.leave);
    this.socket.close(1000);
  };

  private take(data: unknown): void {
    const message = typeof data === 'string' ? parseObject(data) : undefined;
    if (message === undefined) return this.inbox.push();
    const isAnswer = this.requests.settle(message);
    if (message['type'] === 'error' && !isAnswer) this.refusal = refusalOf(message['problem']);
    if (message['type'] === 'closing') this.isClosing = true;
    this.inbox.push(...readMessage(message));
  }

  private end(code: number, reason: string): void {
    this.signal.removeEventListener('abort', this.leave);
    this.requests.close();
    // What was said before the close says it better.
    this.inbox.end(this.isClosing ? undefined : this.endOf(code, reason));
  }

  private endOf(code: number, reason: string): Error {
    if (!this.isOpen) return new Unreachable('the WebSocket did not open');
    switch (code) {
      case 4401:
        return this.refusal ?? new Refusal(401, reason || 'credentials are missing, not valid or expired');
      case 4403:
        return this.refusal ?? new Refusal(403, reason || 'not allowed, or ended by an administrator');
      case 1001:
        return new Unreachable('the service is shutting down');
      case 1012:
        return new Unreachable('the service restarts');
      case 1013:
        return this.refusal ?? new Refusal(503, 'the service is full', comeBackLater);
      case 4408:
        return new Unreachable('the service found this client stalled');
      case 4409:
        return new Unreachable(reason || 'a message was too large, or too many answers were not read');
      default:
        return new Unreachable(reason === '' ? 'the connection ended' : reason);
    }
  }
}

/** When a full service does not say when it wants the client back: its own hint for streams, in milliseconds. */
const comeBackLater = 2_000;
