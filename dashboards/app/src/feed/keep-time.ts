import type { FeedClock } from './feed-clock.ts';

/** Milliseconds between two questions. */
const every = 5 * 60_000;

/**
 * Asks the service for its time now and then, and when this page's clock was set. Events do not tell it: theirs may be the
 * time of a producer that is hours behind.
 */
export function keepTime(clock: FeedClock): void {
  const ask = async () => {
    // While the service is away the next question has to do.
    const answer = await fetch('/healthz/live', { cache: 'no-store' }).catch(() => undefined);
    const time = Date.parse(answer?.headers.get('Date') ?? '');
    if (!Number.isNaN(time)) clock.observe(time);
  };
  clock.onJump = () => void ask();
  setInterval(() => void ask(), every);
}
