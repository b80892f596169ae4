import { overdueAfter } from './heartbeat.ts';
import { SilenceWatch } from './silence-watch.ts';

/** Hears of connections, and tells since when a heartbeat of it is overdue; undefined: something came again. */
export interface Overdue {
  /** Something came. */
  heard(): void;
  /** What came was taken: from now on the next is waited for. */
  wait(heartbeat: number | undefined): void;
  stop(): void;
}

/** For pages that tell people. */
export function watchOverdue(tell: (since: number | undefined) => void): Overdue {
  let heardAt = Date.now();
  let isOverdue = false;
  const watch = new SilenceWatch(undefined, () => {
    isOverdue = true;
    tell(heardAt);
  });
  return {
    heard: () => {
      heardAt = Date.now();
      if (isOverdue) tell(undefined);
      isOverdue = false;
    },
    wait: (heartbeat) => {
      watch.limit = overdueAfter(heartbeat);
      watch.heard();
    },
    stop: () => {
      watch.stop();
      isOverdue = false;
    },
  };
}
