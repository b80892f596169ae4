import { GapBar } from './gap-bar.ts';
import { PageFaultBar } from './page-fault-bar.ts';

/** The bars of notices, loaded with the first notice. */
export const notices = { gaps: new GapBar(), faults: new PageFaultBar() };
