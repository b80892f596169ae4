import { requireAnswer } from '../refusal.ts';
import type { TopicChange } from '../topics/topic-change.ts';
import type { HttpAccess, Transport } from '../transport.ts';
import { Unreachable } from '../unreachable.ts';
import { authorize } from './authorize.ts';

/** Requests about an open connection whose own stream only brings: `/clients/{id}` and what is below it. */
export class ClientRequests {
  constructor(private readonly http: HttpAccess) {}

  async change(clientId: string, change: TopicChange, signal: AbortSignal): Promise<void> {
    const headers = await authorize(new Headers({ 'Content-Type': 'application/json' }), this.http.token);
    await this.ask(clientId, '', { method: 'PATCH', headers, body: JSON.stringify(change), signal });
  }

  async renew(clientId: string, token: string, signal: AbortSignal): Promise<void> {
    await this.ask(clientId, '/token', { method: 'POST', headers: { Authorization: `Bearer ${token}` }, signal });
  }

  private async ask(clientId: string, path: string, init: RequestInit): Promise<void> {
    const { root, fetch: send = fetch } = this.http;
    const url = `${root}/clients/${encodeURIComponent(clientId)}${path}`;
    const response = await send(url, { ...init, cache: 'no-store' });
    await requireAnswer(response);
    response.body?.cancel().catch(() => {});
  }
}

/** Changes what an open connection follows, by the transport itself or by a request. */
export async function changeBy(
  transport: Transport,
  clientId: string,
  change: TopicChange,
  signal: AbortSignal,
): Promise<void> {
  await asking(transport, 'change').change?.(clientId, change, signal);
}

/** Lets an open connection go on with a newer token, by the transport itself or by a request. */
export async function renewBy(transport: Transport, clientId: string, token: string, signal: AbortSignal): Promise<void> {
  await asking(transport, 'renew').renew?.(clientId, token, signal);
}

function asking(transport: Transport, what: 'change' | 'renew'): Pick<Transport, 'change' | 'renew'> {
  if (transport[what] !== undefined) return transport;
  if (transport.http === undefined) throw new Unreachable('this transport changes nothing that is open');
  return new ClientRequests(transport.http);
}
