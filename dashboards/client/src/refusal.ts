import type { RefusalDetails } from './types.ts';

/**
 * Answers after which coming back unchanged cannot help: bad request, not allowed, invalid. After a 401 it can: credentials
 * may be in a cookie, which another page renews.
 */
const finalStatuses = new Set([204, 400, 403, 422]);

/** The service answered, and not with what was asked for. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    message: string,
    /** The least wait it asked for, in milliseconds. */
    readonly retryAfter?: number,
    /** Of a 403: the requested topics that are refused, and the topics that are allowed. */
    private readonly topics: Omit<RefusalDetails, 'status'> = {},
  ) {
    super(message);
  }

  get isFinal(): boolean {
    return finalStatuses.has(this.status);
  }

  /** What is told of it: without the error's stack, so that it may go from page to page. */
  get details(): RefusalDetails {
    return { status: this.status, ...this.topics };
  }

  static async from(response: Response, now: number): Promise<Refusal> {
    const retryAfter = parseRetryAfter(response.headers.get('Retry-After'), now);
    if (response.status === 204) return new Refusal(204, 'the service asked this client not to come back', retryAfter);
    const problem = await readProblem(response);
    const text = problemText(problem) ?? `${response.status} ${response.statusText}`.trim();
    return new Refusal(response.status, text, retryAfter, topicsOf(problem));
  }

  /** The problem in a message of a WebSocket. */
  static of(problem: unknown): Refusal {
    const body: Problem & { status?: unknown; retryAfter?: unknown } =
      problem !== null && typeof problem === 'object' ? problem : {};
    const status = typeof body.status === 'number' ? body.status : 400;
    const retryAfter = typeof body.retryAfter === 'string' ? parseRetryAfter(body.retryAfter, Date.now()) : undefined;
    return new Refusal(status, problemText(body) ?? `refused (${status})`, retryAfter, topicsOf(body));
  }

  /**
   * A page where something else was asked for: it comes from a proxy that wants a login, for example, and not from the
   * service.
   */
  static foreign(response: Response): Refusal {
    const type = (response.headers.get('Content-Type') ?? '').split(';')[0]?.trim() || 'no type';
    return new Refusal(
      response.status,
      `another page answered in the service's place (${type}), perhaps a login: reload this page`,
    );
  }
}

/** Whether an answer is a page for people, which the service gives to none of a client's questions. */
export function isPage(response: Response): boolean {
  return /\bhtml\b/i.test(response.headers.get('Content-Type') ?? '');
}

/** `Retry-After` in milliseconds from now: a number of seconds or an HTTP date (RFC 9110, section 10.2.3). */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The members of an RFC 9457 problem that are read here. */
interface Problem {
  readonly title?: unknown;
  readonly detail?: unknown;
  readonly errors?: unknown;
  readonly forbidden?: unknown;
  readonly allowed?: unknown;
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

/** Its readable part, with its errors by field; undefined when there is none. */
function problemText({ title, detail, errors }: Problem): string | undefined {
  const parts = [detail ?? title].filter((part) => typeof part === 'string');
  if (errors !== null && typeof errors === 'object') {
    for (const [where, what] of Object.entries(errors)) parts.push(`${where}: ${[what].flat().join(' ')}`);
  }
  return parts.length > 0 ? parts.join('; ') : undefined;
}

function topicsOf({ forbidden, allowed }: Problem): Omit<RefusalDetails, 'status'> {
  const texts = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined);
  const [no, yes] = [texts(forbidden), texts(allowed)];
  return { ...(no === undefined ? {} : { forbidden: no }), ...(yes === undefined ? {} : { allowed: yes }) };
}
