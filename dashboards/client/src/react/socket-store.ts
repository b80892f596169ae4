/** By number: what stands in for a WebSocket in tests often has no more than its states. */
const connecting = 0;
const open = 1;

export type SocketStatus = 'connecting' | 'connected' | 'disconnected' | 'error';

/** What a component wants to be told; read anew for each call, so that other functions do not need another socket. */
export interface SocketEvents {
  readonly onMessage?: ((data: unknown) => void) | undefined;
  readonly onOpen?: ((event: Event) => void) | undefined;
  readonly onClose?: ((event: CloseEvent) => void) | undefined;
  readonly onError?: ((event: Event) => void) | undefined;
  readonly reconnectAttempts?: number | undefined;
  readonly reconnectInterval?: number | undefined;
}

/**
 * A WebSocket to any server that comes back after a loss: `reconnectAttempts` times, `reconnectInterval` ms apart; a
 * connection that opens begins the count anew. Nothing runs before `mount`.
 */
export class SocketStore {
  private readonly listeners = new Set<() => void>();
  private current: SocketStatus = 'connecting';
  private socket: WebSocket | undefined;
  private url = '';
  private attempts = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  /** `disconnect` was called: only `reconnect` ends that. */
  private isOff = false;
  /** The socket was made in this very task: React's StrictMode mounts, unmounts and mounts in one. */
  private isFresh = false;
  private mounts = 0;

  constructor(private readonly events: () => SocketEvents) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly status = (): SocketStatus => this.current;

  /** Connects; the function returned lets go of it. */
  mount(url: string): () => void {
    const mount = ++this.mounts;
    if (this.socket === undefined || this.url !== url) {
      this.drop();
      this.url = url;
      this.attempts = 0;
      if (!this.isOff) this.open();
    }
    return () => {
      if (mount !== this.mounts) return;
      this.mounts++;
      if (!this.isFresh || this.socket?.readyState !== connecting) return this.drop();
      const left = this.mounts;
      queueMicrotask(() => left === this.mounts && this.drop());
    };
  }

  /** False when there is no connection: nothing was sent, and nothing is kept. */
  readonly send = (data: unknown): boolean => {
    if (this.socket?.readyState !== open) return false;
    this.socket.send(JSON.stringify(data));
    return true;
  };

  readonly disconnect = (): void => {
    this.isOff = true;
    this.drop(1000);
    this.tell('disconnected');
  };

  readonly reconnect = (): void => {
    this.isOff = false;
    this.attempts = 0;
    this.drop();
    this.open();
  };

  private open(): void {
    this.tell('connecting');
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.url);
    } catch {
      // An address that is none does not become one by trying again.
      return this.tell('error');
    }
    this.socket = socket;
    this.isFresh = true;
    queueMicrotask(() => {
      this.isFresh = false;
    });
    socket.onopen = (event) => {
      this.attempts = 0;
      this.tell('connected');
      this.events().onOpen?.(event);
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => this.events().onMessage?.(parsed(data));
    socket.onerror = (event) => {
      this.tell('error');
      this.events().onError?.(event);
    };
    socket.onclose = (event) => this.onClose(event);
  }

  private onClose(event: CloseEvent): void {
    this.socket = undefined;
    // What broke has said so: its end is no further news.
    if (this.current !== 'error') this.tell('disconnected');
    const { reconnectAttempts = 5, reconnectInterval = 3_000, onClose } = this.events();
    if (this.attempts < reconnectAttempts) {
      this.attempts++;
      this.retry = setTimeout(() => this.open(), reconnectInterval);
    }
    onClose?.(event);
  }

  /** Lets go of the socket without a word from it any more. */
  private drop(code?: number): void {
    clearTimeout(this.retry);
    const { socket } = this;
    this.socket = undefined;
    if (socket === undefined) return;
    socket.onopen = socket.onmessage = socket.onerror = null;
    const { onClose } = this.events();
    socket.onclose = code === undefined ? null : (event) => onClose?.(event);
    socket.close(code);
  }

  private tell(status: SocketStatus): void {
    this.current = status;
    for (const listener of [...this.listeners]) listener();
  }
}

/** JSON as its value, and what is none as it came. */
function parsed(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}
