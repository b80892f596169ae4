import type { RefusalDetails } from './types.ts';

/**
 * Answers after which coming back unchanged cannot help: bad request, not allowed, too long an address, invalid. After a
 * 401 it can: credentials may be in a cookie, which another page renews.
 */
const finalStatuses = [204, 400, 403, 414, 422];

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
    return finalStatuses.includes(this.status);
  }

  /** What is told of it: without the error's stack, so that it may go from page to page. */
  get details(): RefusalDetails {
    return { status: this.status, ...this.topics };
  }

  /** An answer that is not what was asked for. What reads it is loaded with the first; else the status is told. */
  static async from(response: Response): Promise<Refusal> {
    const reader = await import('./refusal-answer.ts').catch(() => undefined);
    return reader?.readRefusal(response) ?? new Refusal(response.status, `${response.status}`);
  }
}

/** Whether an answer is a page for people, which the service gives to none of a client's questions. */
export function isPage(response: Response): boolean {
  return /\bhtml\b/i.test(response.headers.get('Content-Type') ?? '');
}

/** Throws a `Refusal` when the service says no, or when something else answered in its place. */
export async function requireAnswer(response: Response): Promise<void> {
  if (!response.ok || isPage(response)) throw await Refusal.from(response);
}
