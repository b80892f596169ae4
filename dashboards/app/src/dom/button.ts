import { element } from './element.ts';

/** `label` is its whole name, where that is more than what stands on it. */
export function button(text: string, act: () => void, label?: string): HTMLButtonElement {
  const made = element('button', { type: 'button', 'aria-label': label }, text);
  made.addEventListener('click', act);
  return made;
}
