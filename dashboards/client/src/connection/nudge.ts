import { isWithin } from './within.ts';

/** A page that is shown asks for another attempt no more often than this, however often it is shown. */
const nudgeEvery = 5_000;

/** What a page that is shown calls. */
export function nudgeOf(retryNow: () => void): () => void {
  let nudgedAt = 0;
  return () => {
    if (isWithin(nudgeEvery, nudgedAt)) return;
    nudgedAt = Date.now();
    retryNow();
  };
}
