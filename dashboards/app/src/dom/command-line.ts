import { copyButton } from './copy-button.ts';
import { element, setText } from './element.ts';

/** A command for a terminal, with a button that copies it. */
export class CommandLine {
  private readonly code = element('code', { tabindex: '0' });
  readonly element: HTMLElement;

  constructor(label: string, command = '') {
    this.element = element(
      'div',
      { class: 'command' },
      this.code,
      copyButton(label, () => this.code.textContent ?? '', this.code),
    );
    this.set(command);
  }

  set(command: string): void {
    setText(this.code, command);
  }
}
