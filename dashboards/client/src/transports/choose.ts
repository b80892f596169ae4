import type { ConnectOptions, Problem, TransportName } from '../api.ts';
import { SseTransport } from '../sse/sse-transport.ts';
import type { Transport } from '../transport.ts';
import { type Candidate, FallbackTransport } from './fallback-transport.ts';
import { sessionStorageOrNone, transportMemory } from './transport-memory.ts';

export interface ChoiceInput {
  readonly root: string;
  readonly options: ConnectOptions;
  /** Undefined where there is none to be had. */
  readonly token: (() => Promise<string | undefined>) | undefined;
  readonly onProblem: (problem: Problem) => void;
}

/** The transport that was asked for; each is loaded when it is first tried. */
export async function chooseTransport({ root, options, token, onProblem }: ChoiceInput): Promise<Transport> {
  const { fetch, WebSocket } = options;
  const open: Record<TransportName, () => Promise<Transport>> = {
    websocket: async () => {
      const { WebSocketTransport } = await import('../websocket.ts');
      return new WebSocketTransport({ root, token, fetch, WebSocket, explains: options.transport === 'websocket' });
    },
    sse: async () => new SseTransport({ root, token, fetch }),
    polling: async () => new (await import('../polling.ts')).PollTransport({ root, token, fetch }),
  };
  const { transport = 'auto' } = options;
  if (transport !== 'auto') return open[transport]();
  const hasWebSocket = (WebSocket ?? globalThis.WebSocket) !== undefined;
  const names: TransportName[] = hasWebSocket ? ['websocket', 'sse', 'polling'] : ['sse', 'polling'];
  const candidates = names.map((name): Candidate => ({ name, open: open[name] }));
  const memory = transportMemory(root, sessionStorageOrNone());
  return new FallbackTransport({ candidates, memory, onProblem });
}
