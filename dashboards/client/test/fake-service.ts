import { vi } from 'vitest';

/** A service in memory: each connection is a stream that the test writes to, in virtual time. */
export class FakeService {
  readonly requests: { readonly url: string; readonly method: string; readonly headers: Headers; readonly body: unknown }[] =
    [];
  private readonly answers: (Response | Error | 'none')[] = [];
  private streams: ReadableStreamDefaultController<Uint8Array>[] = [];

  /** The next requests are answered so, in turn; after that each gets a stream. */
  answer(...answers: (Response | Error | 'none')[]): void {
    this.answers.push(...answers);
  }

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const { method = 'GET', headers, body, signal } = init ?? {};
    this.requests.push({ url: String(input), method, headers: new Headers(headers), body });
    const answer = this.answers.shift();
    if (answer instanceof Error) throw answer;
    if (answer === 'none') return await never(signal);
    return answer ?? this.openStream(signal ?? undefined);
  };

  /** Writes to the newest connection. */
  async send(text: string): Promise<void> {
    this.streams.at(-1)?.enqueue(new TextEncoder().encode(text));
    await settle();
  }

  async sendConnected(position = 'e1-1', heartbeat?: unknown): Promise<void> {
    const data = JSON.stringify({ clientId: 'c-1', position, resumed: false, heartbeat });
    await this.send(`retry: 1000\nevent: livefeed.connected\nid: ${position}\ndata: ${data}\n\n`);
  }

  async sendEvent(sequence: number, name = 'metric'): Promise<void> {
    const data = JSON.stringify({ topic: 'a/b', event: name, time: '2026-11-24T10:00:00.000Z', data: { value: sequence } });
    await this.send(`id: e1-${sequence}\nevent: ${name}\ndata: ${data}\n\n`);
  }

  async end(): Promise<void> {
    this.streams.at(-1)?.close();
    await settle();
  }

  async fail(): Promise<void> {
    this.streams.at(-1)?.error(new TypeError('network error'));
    await settle();
  }

  private openStream(signal: AbortSignal | undefined): Response {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.streams.push(controller);
        signal?.addEventListener('abort', () => {
          try {
            controller.error(new DOMException('aborted', 'AbortError'));
          } catch {
            // It had ended before.
          }
        });
      },
    });
    return new Response(body, { status: 200, headers: { 'Content-Type': 'text/event-stream' } });
  }
}

/** No answer comes until the question is taken back. */
function never(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) =>
    signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))),
  );
}

/** Lets everything that is ready run: streams pass data on through several microtasks, and modules are loaded. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 40; i++) await Promise.resolve();
  await vi.dynamicImportSettled();
  for (let i = 0; i < 40; i++) await Promise.resolve();
}

export function problem(status: number, body: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json', ...headers } });
}
