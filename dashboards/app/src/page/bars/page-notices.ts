import type { FeedGap } from '@livefeed/client/engine';
import { element } from '../../dom/element.ts';

/** Notices for the whole page: events are missing, or a script of the page failed. */
export class Notices {
  readonly element = element('div', { class: 'notices' });

  constructor() {
    addEventListener('error', ({ error }) => void this.showFault(error));
    addEventListener('unhandledrejection', ({ reason }) => void this.showFault(reason));
  }

  /** `now` is the service's time. */
  async showGap(gap: FeedGap, now: number): Promise<void> {
    const { gaps } = await this.load();
    gaps.show(gap, now);
    this.element.append(gaps.element);
  }

  /** Browsers' own remarks, and scripts of others, give no error object. The page says nothing of them. */
  private async showFault(error: unknown): Promise<void> {
    if (!(error instanceof Error)) return;
    const { faults } = await this.load();
    faults.show(error);
    this.element.append(faults.element);
  }

  private async load() {
    return (await import('./notice-bars.ts')).notices;
  }
}
