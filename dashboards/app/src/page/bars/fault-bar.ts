import { element } from '../../dom/element.ts';
import { icon } from '../../dom/icon.ts';

/** Says above a board what is wrong with its file, while the board goes on as it was. */
export class FaultBar {
  private readonly text = element('p');
  // A live region: the author edits the file beside it.
  readonly element = element('div', { class: 'fault-bar', role: 'status' }, icon('warning'), this.text);

  constructor() {
    this.element.hidden = true;
  }

  show(title: string, errors: readonly string[]): void {
    this.text.replaceChildren(element('strong', {}, title), ' ', errors.join('; '));
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
