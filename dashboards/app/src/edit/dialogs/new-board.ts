import { element } from '../../dom/element.ts';
import { boardAddress, boardName } from '../file/board-name.ts';
import { boardText } from '../file/board-text.ts';
import { saveBoard } from '../file/save-board.ts';
import { askField, askForm } from './ask-form.ts';
import { nameInput } from './ask-name.ts';

/**
 * Asks for a title and a name, makes a board without tiles, and opens its editor. `name` is the file's, if it is known
 * already.
 */
export function askNewBoard(name?: string): void {
  const title = element('input', { type: 'text', required: '', maxlength: '200', autocomplete: 'off', placeholder: 'Shop' });
  const file = nameInput(name ?? '');
  let isOwnName = name !== undefined;
  // The name follows the title until someone writes another.
  title.addEventListener('input', () => {
    if (!isOwnName) file.value = title.value.trim() === '' ? '' : boardName(title.value);
  });
  file.addEventListener('input', () => (isOwnName = file.value !== ''));
  askForm({
    title: 'New board',
    content: [
      askField('Title', title),
      askField(
        'Name of its file',
        file,
        'Letters, digits, _ and -. It stands in the address, and in the dashboards folder with .json behind it.',
      ),
    ],
    action: 'Make the board',
    send: async () => {
      const fault = await makeBoard(file.value, title.value.trim(), []);
      if (fault !== undefined) return { fault };
      location.assign(`${boardAddress(file.value)}?edit`);
      return undefined;
    },
  });
}

/** Writes the file of a new board. Returns the fault if the service refuses it. */
export async function makeBoard(name: string, title: string, tiles: readonly object[]): Promise<string | undefined> {
  if (title === '') return 'A board needs a title.';
  const result = await saveBoard(name, boardText({ title, tiles }), 'new');
  if (result.kind === 'changed') return `There is a board ${name} already: give this one another name.`;
  return result.kind === 'refused' ? result.errors.join('; ') : undefined;
}
