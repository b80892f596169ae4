import { element } from '../page/element.ts';

/** Asks for the name of a new board; `tell` says why it was not taken, or nothing when it was. */
export function askName(first: string, tell: (name: string) => Promise<string | undefined>): void {
  const input = element('input', { type: 'text', id: 'edit-name', required: '', pattern: '[A-Za-z0-9_\\-]{1,100}', value: first, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'edit-name-fault' });
  const fault = element('p', { class: 'edit-fault', id: 'edit-name-fault', role: 'status' });
  const cancel = element('button', { type: 'button' }, 'Cancel');
  const save = element('button', { type: 'button', class: 'is-main' }, 'Save');
  const dialog = element(
    'dialog',
    { class: 'edit-dialog', 'aria-labelledby': 'edit-name-title' },
    element('h2', { id: 'edit-name-title' }, 'Save as a new board'),
    element('label', { for: 'edit-name' }, 'Name of its file, without .json: letters, digits, _ and -'),
    input,
    fault,
    element('div', { class: 'edit-choices' }, cancel, save),
  );
  const send = async () => {
    if (!input.reportValidity()) return;
    const refusal = await tell(input.value);
    fault.textContent = refusal ?? '';
    if (refusal === undefined) dialog.close();
  };
  save.addEventListener('click', () => void send());
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') void send();
  });
  cancel.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  input.select();
}
