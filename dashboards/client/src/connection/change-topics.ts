import { Refusal } from '../refusal.ts';
import type { TopicChange } from '../topics/topic-change.ts';
import { Unreachable } from '../unreachable.ts';
import { answerWithin } from './answer-within.ts';
import { changeBy } from './client-requests.ts';
import type { Follower } from './follower.ts';

/** Changes what the open connection follows; a `Refusal` when the service says no, else `Unreachable`. */
export async function changeTopics({ transport, status, closed }: Follower, change: TopicChange): Promise<void> {
  const { state, clientId } = status;
  if (state !== 'live' || clientId === undefined || transport === undefined)
    throw new Unreachable('there is no open stream');
  const tooLong = new AbortController();
  const timer = setTimeout(() => tooLong.abort(), answerWithin);
  const abort = () => tooLong.abort();
  closed.addEventListener('abort', abort);
  try {
    await changeBy(transport, clientId, change, tooLong.signal);
  } catch (error) {
    if (error instanceof Refusal || error instanceof Unreachable) throw error;
    throw new Unreachable('the service cannot be reached', { cause: error });
  } finally {
    clearTimeout(timer);
    closed.removeEventListener('abort', abort);
  }
}
