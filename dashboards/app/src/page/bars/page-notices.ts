import type { FeedGap } from '@livefeed/client/engine';
import { element } from '../../dom/element.ts';

const loadBars = () => import('./notice-bars.ts');
type Bars = Awaited<ReturnType<typeof loadBars>>['notices'];

/** Max notices that wait for their bars. */
const maxWaiting = 10;

/**
 * Notices for the whole page: events are missing, or a script of the page failed. Where their bars cannot be loaded they
 * wait: a failure to tell of a failure is not told, or there were no end of them.
 */
export class Notices {
  readonly element = element('div', { class: 'notices' });
  private readonly waiting: ((bars: Bars) => HTMLElement)[] = [];

  constructor(private readonly load = loadBars) {
    addEventListener('error', ({ error }) => this.showFault(error));
    addEventListener('unhandledrejection', ({ reason }) => this.showFault(reason));
  }

  /** `now` is the service's time. */
  showGap(gap: FeedGap, now: number): void {
    this.add(({ gaps }) => {
      gaps.show(gap, now);
      return gaps.element;
    });
  }

  /** Shows what waits. To be called again once the service, which has the bars, is there. */
  async showWaiting(): Promise<void> {
    if (this.waiting.length === 0) return;
    const loaded = await this.load().catch(() => undefined);
    if (loaded === undefined) return;
    for (const notice of this.waiting.splice(0)) this.element.append(notice(loaded.notices));
  }

  /** Browsers' own remarks, and scripts of others, give no error object. The page says nothing of them. */
  private showFault(error: unknown): void {
    if (!(error instanceof Error)) return;
    this.add(({ faults }) => {
      faults.show(error);
      return faults.element;
    });
  }

  private add(notice: (bars: Bars) => HTMLElement): void {
    this.waiting.push(notice);
    if (this.waiting.length > maxWaiting) this.waiting.shift();
    void this.showWaiting();
  }
}
