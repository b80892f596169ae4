import { GapBar } from './gap-bar.ts';
import { PageFaultBar } from './page-fault-bar.ts';

/** The bars that a page seldom has: loaded with the first thing there is to say. */
export const notices = { gaps: new GapBar(), faults: new PageFaultBar() };
