import { button } from '../../dom/button.ts';
import { element } from '../../dom/element.ts';
import { icon } from '../../dom/icon.ts';

export interface Choice {
  readonly text: string;
  act(): void;
}

/** A notice above the board: a fault, or a question with its choices. */
export class Notice {
  private readonly text = element('div', { class: 'edit-notice-text' });
  private readonly choices = element('div', { class: 'edit-choices' });
  readonly element = element(
    'div',
    { class: 'edit-notice', role: 'alert', hidden: '' },
    icon('warning'),
    this.text,
    this.choices,
  );

  show(title: string, lines: readonly string[], ...choices: readonly Choice[]): void {
    this.fill(title, lines, [...choices, { text: 'Close', act: () => {} }]);
    // A message without a choice does not take the focus: the reader may be typing.
    if (choices.length > 0) this.choices.querySelector('button')?.focus();
  }

  /** Asks before a command that cannot be undone. The harmless choice has the focus. */
  ask(title: string, lines: readonly string[], act: Choice, keep: string): void {
    this.fill(title, lines, [act, { text: keep, act: () => {} }]);
    this.choices.querySelector<HTMLElement>('button:last-child')?.focus();
  }

  private fill(title: string, lines: readonly string[], choices: readonly Choice[]): void {
    const before = document.activeElement;
    this.text.replaceChildren(element('strong', {}, title), ...lines.map((line) => element('p', {}, line)));
    const buttons = choices.map(({ text, act }) =>
      button(text, () => {
        this.hide();
        // The focus goes back. The choice may then move it.
        if (before instanceof HTMLElement) before.focus();
        act();
      }),
    );
    this.choices.replaceChildren(...buttons);
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
