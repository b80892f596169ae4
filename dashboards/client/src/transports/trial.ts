import type { Problem } from '../api.ts';
import type { FeedSignal } from '../transport.ts';
import { Unreachable } from '../unreachable.ts';

/** One attempt with one transport, which has a bounded time until its first word. */
export class Trial {
  /** It has said that it is connected. */
  isConnected = false;
  /** The service has said why it ends. */
  isTold = false;
  /** Something came, if only the answer to the handshake. */
  wasHeard = false;
  /** Its time was over before its first word. */
  isLate = false;
  connectedAt = Date.now();
  heardAt = Date.now();
  private readonly abort = new AbortController();
  private readonly timer: ReturnType<typeof setTimeout> | undefined;

  /** @param within Milliseconds; without them, it may take as long as it wants. */
  constructor(
    private readonly outer: AbortSignal,
    within: number | undefined,
  ) {
    outer.addEventListener('abort', this.onAbort);
    if (outer.aborted) this.onAbort();
    if (within !== undefined) this.timer = setTimeout(() => this.endLate(), within);
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** True when it is connected now, and was not before. */
  hear(signals: readonly FeedSignal[]): boolean {
    this.heardAt = Date.now();
    this.wasHeard = true;
    this.isTold ||= signals.some(({ kind }) => kind === 'closing');
    const connects = signals.some(({ kind }) => kind === 'connected') && !this.isConnected;
    if (connects) {
      this.isConnected = true;
      this.connectedAt = Date.now();
    }
    if (connects || this.isTold) clearTimeout(this.timer);
    return connects;
  }

  end(): void {
    clearTimeout(this.timer);
    this.outer.removeEventListener('abort', this.onAbort);
    this.abort.abort();
  }

  private readonly onAbort = (): void => this.abort.abort(this.outer.reason);

  private endLate(): void {
    this.isLate = true;
    this.abort.abort(new Unreachable('it did not connect in time'));
  }
}

/** An attempt ended before its first word. */
export class NotConnected extends Error {
  constructor(
    readonly kind: Problem['kind'],
    cause: unknown,
  ) {
    super(kind === 'buffering' ? buffers : cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

const buffers = 'the connection is open, and the first words of the service do not come through';
