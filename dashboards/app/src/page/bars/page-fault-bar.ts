import { element, setText } from '../../dom/element.ts';
import { icon } from '../../dom/icon.ts';

/**
 * Says that a script of the page failed: that is the page's fault, whatever the service does. The console has the whole of
 * it.
 */
export class PageFaultBar {
  private readonly text = element('p');
  readonly element = element('div', { class: 'fault-bar', role: 'status' }, icon('warning'), this.text);

  show(error: Error): void {
    setText(
      this.text,
      `A part of this page has failed: ${error.message}. What it showed may be out of date until the page is loaded again.`,
    );
  }
}
