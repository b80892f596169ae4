import { readJson } from './json-answer.ts';

/** A topic that has retained events. */
export interface TopicInfo {
  readonly topic: string;
  /** When its newest event came, in milliseconds since 1970 by the service's clock. */
  readonly lastTime: number;
  readonly retained: number;
}

export interface TopicsRequest {
  readonly pattern: string;
  /** The service's `/topics`; the page's own origin unless told. */
  readonly url?: string;
  readonly fetch?: typeof fetch;
}

interface WireTopic {
  readonly topic: string;
  readonly lastTime: string;
  readonly retained: number;
}

/** Asks which topics there are. */
export async function listTopics(request: TopicsRequest): Promise<readonly TopicInfo[]> {
  const send = request.fetch ?? fetch;
  const response = await send(`${request.url ?? '/topics'}?${new URLSearchParams({ pattern: request.pattern })}`, {
    headers: { Accept: 'application/json' },
    cache: 'no-store',
  });
  const { topics } = await readJson<{ topics: WireTopic[] }>(response);
  return topics.map(({ topic, lastTime, retained }) => ({ topic, lastTime: Date.parse(lastTime), retained }));
}
