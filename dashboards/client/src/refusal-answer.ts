import { Refusal } from './refusal.ts';
import type { RefusalDetails } from './types.ts';

/** The members of an RFC 9457 problem that are read here. */
interface Problem {
  readonly title?: unknown;
  readonly detail?: unknown;
  readonly errors?: unknown;
  readonly forbidden?: unknown;
  readonly allowed?: unknown;
}

/** An answer that is not what was asked for. */
export async function readRefusal(response: Response): Promise<Refusal> {
  const retryAfter = parseRetryAfter(response.headers.get('Retry-After'), Date.now());
  if (response.status === 204) return new Refusal(204, 'the service asked this client not to come back', retryAfter);
  if (response.ok) return foreignPage(response);
  const problem = await readProblem(response);
  const text = problemText(problem) ?? `${response.status} ${response.statusText}`.trim();
  return new Refusal(response.status, text, retryAfter, topicsOf(problem));
}

/**
 * Something else than what was asked for: it comes from a proxy that wants a login, for example, and not from the service.
 */
function foreignPage(response: Response): Refusal {
  response.body?.cancel().catch(() => {});
  const type = (response.headers.get('Content-Type') ?? '').split(';')[0]?.trim() || 'no type';
  return new Refusal(
    response.status,
    `another page answered in the service's place (${type}), perhaps a login: reload this page`,
  );
}

/** The problem in a message of a WebSocket. */
export function refusalOf(problem: unknown): Refusal {
  const body: Problem & { status?: unknown; retryAfter?: unknown } =
    problem !== null && typeof problem === 'object' ? problem : {};
  const status = typeof body.status === 'number' ? body.status : 400;
  const retryAfter = typeof body.retryAfter === 'string' ? parseRetryAfter(body.retryAfter, Date.now()) : undefined;
  return new Refusal(status, problemText(body) ?? `refused (${status})`, retryAfter, topicsOf(body));
}

async function readProblem(response: Response): Promise<Problem> {
  if (!/\bjson\b/.test(response.headers.get('Content-Type') ?? '')) return {};
  try {
    const body: unknown = await response.json();
    return body !== null && typeof body === 'object' ? body : {};
  } catch {
    return {};
  }
}

/** Its readable part, with those errors by field that it does not tell itself; undefined when there is none. */
function problemText({ title, detail, errors }: Problem): string | undefined {
  const parts = [detail ?? title].filter((part) => typeof part === 'string');
  const told = parts[0] ?? '';
  if (errors !== null && typeof errors === 'object') {
    for (const [where, what] of Object.entries(errors)) {
      const text = [what].flat().join(' ');
      if (!told.includes(`${where}: ${text}`) && !told.startsWith(text)) parts.push(`${where}: ${text}`);
    }
  }
  return parts.length > 0 ? parts.join('; ') : undefined;
}

function topicsOf({ forbidden, allowed }: Problem): Omit<RefusalDetails, 'status'> {
  const texts = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined);
  const [no, yes] = [texts(forbidden), texts(allowed)];
  return { ...(no === undefined ? {} : { forbidden: no }), ...(yes === undefined ? {} : { allowed: yes }) };
}

/** `Retry-After` in milliseconds from now: a number of seconds or an HTTP date (RFC 9110, section 10.2.3). */
function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
