import type { Zoom } from '../chart/zoom.ts';
import type { DrawScheduler } from '../draw/draw-scheduler.ts';
import type { EventRouter } from '../feed/event-router.ts';
import type { Feed } from '../feed/feed.ts';
import type { Theme } from '../theme/theme.ts';
import type { PageTime } from '../time/page-time.ts';

/** What the page lends to its boards. */
export interface BoardPageParts {
  readonly router: EventRouter;
  readonly scheduler: DrawScheduler;
  readonly theme: Theme;
  readonly zoom: Zoom;
  readonly time: PageTime;
  readonly feed: Feed;
  /** The one tile to show, by its name; all unless set. */
  readonly tile?: string | undefined;
  /** Called when any board's file may have changed. */
  onBoards(): void;
}
