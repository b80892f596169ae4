import { element } from './element.ts';

/** Opens something that is loaded on demand. When that fails because the service is away, a dialog says so. */
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
