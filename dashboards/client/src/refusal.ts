/** Answers after which coming back unchanged cannot help: bad request, no or wrong credentials, not allowed, invalid. */
const finalStatuses = new Set([400, 401, 403, 422]);

/** The service answered, and not with a stream. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    message: string,
    /** The least wait it asked for, in milliseconds. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }

  get isFinal(): boolean {
    return this.status === 204 || finalStatuses.has(this.status);
  }

  static async from(response: Response, now: number): Promise<Refusal> {
    const text = response.status === 204 ? 'the service asked this client not to come back' : await problemText(response);
    return new Refusal(response.status, text, parseRetryAfter(response.headers.get('Retry-After'), now));
  }
}

/** `Retry-After` in milliseconds from now: a number of seconds or an HTTP date (RFC 9110, section 10.2.3). */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The readable part of an RFC 9457 problem, with its errors by field; else the status. */
async function problemText(response: Response): Promise<string> {
  const fallback = `${response.status} ${response.statusText}`.trim();
  if (!/\bjson\b/.test(response.headers.get('Content-Type') ?? '')) return fallback;
  try {
    const problem = (await response.json()) as { title?: unknown; detail?: unknown; errors?: unknown };
    const parts = [problem.detail ?? problem.title].filter((part) => typeof part === 'string');
    if (problem.errors !== null && typeof problem.errors === 'object') {
      for (const [where, what] of Object.entries(problem.errors)) parts.push(`${where}: ${[what].flat().join(' ')}`);
    }
    return parts.length > 0 ? parts.join('; ') : fallback;
  } catch {
    return fallback;
  }
}
