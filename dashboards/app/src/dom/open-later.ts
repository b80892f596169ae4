import { element } from './element.ts';

/**
 * Opens what is loaded only when it is wanted. Where that fails, because the service is away, it is said: nothing happening
 * says nothing.
 */
export async function openLater(open: () => Promise<void>): Promise<void> {
  try {
    await open();
  } catch (error) {
    console.warn(error);
    tell('The service does not answer, so this cannot be opened now. Try again in a moment.');
  }
}

function tell(text: string): void {
  if (document.querySelector('dialog[open]') !== null) return;
  const close = element('button', { type: 'button' }, 'Close');
  const dialog = element('dialog', { class: 'plain-dialog', 'aria-label': 'Not now' }, element('p', {}, text), close);
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
