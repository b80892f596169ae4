import { element } from '../page/element.ts';
import { icon } from '../page/icon.ts';

export interface Choice {
  readonly text: string;
  act(): void;
}

/** Says above the board what went wrong or is to be decided, with the ways there are. */
export class Notice {
  private readonly text = element('div', { class: 'edit-notice-text' });
  private readonly choices = element('div', { class: 'edit-choices' });
  readonly element = element('div', { class: 'edit-notice', role: 'alert', hidden: '' }, icon('warning'), this.text, this.choices);

  show(title: string, lines: readonly string[], ...choices: readonly Choice[]): void {
    this.text.replaceChildren(element('strong', {}, title), ...lines.map((line) => element('p', {}, line)));
    const buttons = [...choices, { text: 'Close', act: () => {} }].map(({ text, act }) => {
      const button = element('button', { type: 'button' }, text);
      button.addEventListener('click', () => {
        this.hide();
        act();
      });
      return button;
    });
    this.choices.replaceChildren(...buttons);
    this.element.hidden = false;
    buttons[0]?.focus();
  }

  hide(): void {
    this.element.hidden = true;
  }
}
