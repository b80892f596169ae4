import { element } from './element.ts';
import { icon } from './icon.ts';

/** Copies a text that is made when it is asked for. `shown` is where it stands to be copied by hand, if it does. */
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
      // Pages that are neither HTTPS nor local may not write there: select it, so that one key copies it.
      if (shown === undefined) say('Not allowed here');
      else getSelection()?.selectAllChildren(shown);
    }
  });
  return button;
}
