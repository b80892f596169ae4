import { element } from '../../dom/element.ts';
import { icon } from '../../dom/icon.ts';
import type { Theme } from '../../theme/theme.ts';

export function themeToggle(theme: Theme): HTMLElement {
  const button = element('button', { type: 'button', class: 'icon-button' });
  const show = () => {
    const text = theme.isDark ? 'Switch to the light theme' : 'Switch to the dark theme';
    button.setAttribute('aria-label', text);
    button.title = text;
    button.replaceChildren(icon(theme.isDark ? 'sun' : 'moon'));
  };
  button.addEventListener('click', () => theme.toggle());
  theme.onChange(show);
  show();
  return button;
}
