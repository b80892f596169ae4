import type { FeedGap } from '@livefeed/client';

const words: Readonly<Record<string, string>> = {
  expired: 'the service no longer keeps them',
  epoch: 'the log was begun anew',
  lost: 'the service lost them when it was cut off, or its file is an older copy',
  overflow: 'too many came while history was read, of those that are not kept',
};

/** Why events are missing, in plain words. */
export function gapText({ reason }: FeedGap): string {
  return Object.hasOwn(words, reason) ? (words[reason] as string) : reason;
}
