import { Refusal } from '../refusal.ts';
import { fitsRequest, portions } from '../topics/portions.ts';

export interface ForbiddenRequest {
  readonly topics: readonly string[];
  /** The service's `/history`; the page's own origin unless told. */
  readonly url?: string;
  readonly fetch?: typeof fetch;
}

/**
 * Which of these topics the credentials do not allow to follow; undefined when the service does not say now. It is asked by
 * a question to history that reads nothing, since a stream is refused as a whole.
 */
export async function askForbidden({
  topics,
  url,
  fetch: send = fetch,
}: ForbiddenRequest): Promise<readonly string[] | undefined> {
  const forbidden: string[] = [];
  for (const asked of portions(topics, fitsRequest)) {
    const query = new URLSearchParams(asked.map((topic) => ['topic', topic]));
    query.set('since', '00:00:00');
    query.set('limit', '1');
    try {
      const response = await send(`${url ?? '/history'}?${query}`, {
        headers: { Accept: 'application/json' },
        cache: 'no-store',
      });
      if (response.ok) continue;
      const { details } = await Refusal.from(response);
      if (details.status !== 403 || details.forbidden === undefined) return undefined;
      forbidden.push(...details.forbidden);
    } catch {
      return undefined;
    }
  }
  return forbidden;
}
