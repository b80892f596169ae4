import { type FeedGap, gapText } from '@livefeed/client/engine';
import { element } from '../../dom/element.ts';
import { icon } from '../../dom/icon.ts';
import { clockTime } from '../../format/time.ts';

/** Max gaps that are shown. */
const maxTold = 3;

/**
 * Says above a board that events are missing, whatever its tiles are: a chart does not show by itself that something was
 * lost.
 */
export class GapBar {
  private readonly list = element('ul');
  readonly element = element('div', { class: 'fault-bar gap-bar', role: 'status' }, icon('warning'), this.list);

  constructor() {
    const close = element('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close' }, icon('close'));
    close.addEventListener('click', () => {
      this.element.hidden = true;
      this.list.replaceChildren();
    });
    this.element.append(close);
    this.element.hidden = true;
  }

  /** `now` is the service's time. */
  show(gap: FeedGap, now: number): void {
    this.list.prepend(
      element(
        'li',
        {},
        element('strong', {}, 'Events are missing'),
        ` (told at ${clockTime(now)}): ${gapText(gap.reason)}.`,
      ),
    );
    while (this.list.childElementCount > maxTold) this.list.lastElementChild?.remove();
    this.element.hidden = false;
  }
}
