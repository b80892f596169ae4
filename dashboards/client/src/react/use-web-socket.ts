import { useEffect, useState, useSyncExternalStore } from 'react';
import { type SocketStatus, SocketStore } from './socket-store.ts';
import { useLatest } from './use-latest.ts';

export interface WebSocketOptions<Incoming = unknown> {
  /** Of any WebSocket server. Another address makes another connection. */
  readonly url: string;
  /** Gets each message: JSON as its value, any other text as it came. */
  readonly onMessage?: (data: Incoming) => void;
  readonly onOpen?: (event: Event) => void;
  readonly onClose?: (event: CloseEvent) => void;
  readonly onError?: (event: Event) => void;
  /** After a loss; a connection that opens begins the count anew. 5 unless told. */
  readonly reconnectAttempts?: number;
  /** Milliseconds before each; 3,000 unless told. */
  readonly reconnectInterval?: number;
}

export interface WebSocketConnection {
  readonly isConnected: boolean;
  /** `error` stays until the next attempt begins. */
  readonly connectionStatus: SocketStatus;
  /** Sends as JSON. False when there is no connection: then nothing was sent. */
  readonly send: (data: unknown) => boolean;
  /** Closes, and stays so until `reconnect`. */
  readonly disconnect: () => void;
  /** Connects at once, and counts its attempts anew. */
  readonly reconnect: () => void;
}

/** A WebSocket for as long as the component is there. The callbacks may be other ones at each render. */
export function useWebSocket<Incoming = unknown>(options: WebSocketOptions<Incoming>): WebSocketConnection {
  const latest = useLatest(options as WebSocketOptions);
  const [store] = useState(() => new SocketStore(() => latest.current));
  const status = useSyncExternalStore(store.subscribe, store.status, () => 'connecting' as const);
  useEffect(() => store.mount(options.url), [store, options.url]);
  const { send, disconnect, reconnect } = store;
  return { isConnected: status === 'connected', connectionStatus: status, send, disconnect, reconnect };
}
