import { readHistory } from './history.ts';

/** The position at which the log ends now. */
export async function readHead(topics: readonly string[], send?: typeof fetch): Promise<string | undefined> {
  const page = readHistory({ topics, since: '00:00:00', limit: 1, ...(send !== undefined && { fetch: send }) });
  return (await page.next()).value?.next;
}
