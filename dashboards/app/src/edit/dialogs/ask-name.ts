import { element } from '../../dom/element.ts';
import { askField, askForm } from './ask-form.ts';

/** The pattern for names of board files. */
export const namePattern = '[A-Za-z0-9_\\-]{1,100}';

/** An input for the name of a board's file. */
export function nameInput(value: string): HTMLInputElement {
  return element('input', {
    type: 'text',
    required: '',
    pattern: namePattern,
    value,
    autocomplete: 'off',
    spellcheck: 'false',
    title: 'Letters, digits, _ and -',
  });
}

/** Asks for the name of a new board. `tell` returns the fault, or undefined when the board was saved. */
export function askName(first: string, tell: (name: string) => Promise<string | undefined>): void {
  const input = nameInput(first);
  askForm({
    title: 'Save as a new board',
    content: [askField('Name of its file, without .json: letters, digits, _ and -', input)],
    action: 'Save',
    send: async () => {
      const fault = await tell(input.value);
      return fault === undefined ? undefined : { fault };
    },
  });
}
