import { element } from './element.ts';
import { icon } from './icon.ts';

/** A button that copies a text. `shown` is an element with the text, if there is one, to copy by hand. */
export function copyButton(label: string, text: () => string, shown?: HTMLElement): HTMLButtonElement {
  const word = element('span', { role: 'status' }, label);
  const button = element('button', { type: 'button', class: 'copy' }, icon('copy'), word);
  const say = (what: string) => {
    word.textContent = what;
    setTimeout(() => (word.textContent = label), 2_000);
  };
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text());
      say('Copied');
    } catch {
      // Not allowed without HTTPS, except locally. Then the text is selected, so that one key copies it.
      if (shown === undefined) say('Not allowed here');
      else getSelection()?.selectAllChildren(shown);
    }
  });
  return button;
}
