import '../fields/fields.css';
import './dialogs.css';
import { element } from '../../dom/element.ts';
import { uniqueId } from '../../dom/unique-id.ts';

/** The result: a fault, or what the dialog shows now. Undefined closes the dialog. */
export type FormAnswer = { readonly fault: string } | { readonly done: readonly (Node | string)[] } | undefined;

export interface FormQuestion {
  readonly title: string;
  readonly content: readonly HTMLElement[];
  /** The text of the button that sends it. */
  readonly action: string;
  send(): Promise<FormAnswer>;
}

/** Opens a dialog with a few fields. A second press is ignored while the first is under way. */
export function askForm({ title, content, action, send }: FormQuestion): void {
  // Loading the dialog takes a moment. The button may be pressed again meanwhile.
  if (document.querySelector('dialog[open]') !== null) return;
  const heading = element('h2', { id: uniqueId('ask') }, title);
  const fault = element('p', { class: 'edit-fault', id: uniqueId('ask-fault'), role: 'status' });
  const cancel = element('button', { type: 'button' }, 'Cancel');
  const submit = element('button', { type: 'submit', class: 'is-main' }, action);
  const choices = element('div', { class: 'edit-choices' }, cancel, submit);
  const form = element('form', { class: 'edit-form' }, heading, ...content, fault, choices);
  const dialog = element('dialog', { class: 'edit-dialog', 'aria-labelledby': heading.id }, form);
  let isSending = false;
  const trySend = async () => {
    if (isSending) return;
    isSending = true;
    fault.textContent = '';
    submit.setAttribute('aria-disabled', 'true');
    const answer = await send();
    isSending = false;
    submit.removeAttribute('aria-disabled');
    if (answer === undefined) dialog.close();
    else if ('fault' in answer) fault.textContent = answer.fault;
    else {
      cancel.textContent = 'Close';
      form.replaceChildren(
        heading,
        element('p', { role: 'status' }, ...answer.done),
        element('div', { class: 'edit-choices' }, cancel),
      );
      cancel.focus();
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void trySend();
  });
  cancel.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  form.querySelector('input')?.select();
}

/** A field of such a dialog: a label, a control, and a hint. */
export function askField(
  label: string,
  control: HTMLInputElement | HTMLSelectElement,
  hint?: string | HTMLElement,
): HTMLElement {
  control.id = uniqueId('ask-field');
  const help = hint === undefined ? undefined : element('p', { class: 'edit-hint', id: uniqueId('ask-hint') }, hint);
  if (help !== undefined) control.setAttribute('aria-describedby', help.id);
  return element('div', { class: 'edit-field' }, element('label', { for: control.id }, label), control, help);
}
