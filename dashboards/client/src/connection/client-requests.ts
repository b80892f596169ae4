import { isPage, Refusal } from '../refusal.ts';
import type { TopicChange } from '../topics/topic-change.ts';

export type AskToken = () => string | undefined | Promise<string | undefined>;

/** Sets the token, where there is one. */
export async function authorize(headers: Headers, token: AskToken | undefined): Promise<Headers> {
  const text = await token?.();
  if (text !== undefined) headers.set('Authorization', `Bearer ${text}`);
  return headers;
}

/** Requests about an open connection whose own stream only brings: `/clients/{id}` and what is below it. */
export class ClientRequests {
  constructor(
    /** The service's root. */
    private readonly root: string,
    private readonly token: AskToken | undefined,
    private readonly send: typeof fetch | undefined,
  ) {}

  async change(clientId: string, change: TopicChange, signal: AbortSignal): Promise<void> {
    const headers = await authorize(new Headers({ 'Content-Type': 'application/json' }), this.token);
    await this.ask(clientId, '', { method: 'PATCH', headers, body: JSON.stringify(change), signal });
  }

  async renew(clientId: string, token: string, signal: AbortSignal): Promise<void> {
    await this.ask(clientId, '/token', { method: 'POST', headers: { Authorization: `Bearer ${token}` }, signal });
  }

  private async ask(clientId: string, path: string, init: RequestInit): Promise<void> {
    const url = `${this.root}/clients/${encodeURIComponent(clientId)}${path}`;
    const response = await (this.send ?? fetch)(url, { ...init, cache: 'no-store' });
    if (!response.ok) throw await Refusal.from(response, Date.now());
    if (isPage(response)) throw Refusal.foreign(response);
    response.body?.cancel().catch(() => {});
  }
}
