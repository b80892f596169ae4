import { type Asking, ask } from './ask.ts';

/** A topic that has retained events. */
export interface TopicInfo {
  readonly topic: string;
  /** When its newest event came, in milliseconds since 1970 by the service's clock. */
  readonly lastTime: number;
  readonly retained: number;
}

export interface TopicsRequest extends Asking {
  readonly pattern: string;
}

interface WireTopic {
  readonly topic: string;
  readonly lastTime: string;
  readonly retained: number;
}

/** Asks which topics there are. */
export async function listTopics(request: TopicsRequest): Promise<readonly TopicInfo[]> {
  const { body } = await ask<{ readonly topics: readonly WireTopic[] }>(
    '/topics',
    new URLSearchParams({ pattern: request.pattern }),
    request,
  );
  return body.topics.map(({ topic, lastTime, retained }) => ({ topic, lastTime: Date.parse(lastTime), retained }));
}
