import { element } from './element.ts';

/** `label` is its accessible name, where that differs from its text. */
export function button(text: string, act: () => void, label?: string): HTMLButtonElement {
  const made = element('button', { type: 'button', 'aria-label': label }, text);
  made.addEventListener('click', act);
  return made;
}
