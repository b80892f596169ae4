import type { DrawScheduler } from '../draw/draw-scheduler.ts';
import type { Theme } from './theme.ts';

/** Paper is white: the page is printed in the light theme, with everything drawn before. */
export function onPrint(theme: Theme, scheduler: DrawScheduler): void {
  addEventListener('beforeprint', () => {
    theme.showOnPaper(true);
    scheduler.drawNow();
  });
  addEventListener('afterprint', () => theme.showOnPaper(false));
}
