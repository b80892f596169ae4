import { listBoards, listedTitle } from '../board/board-list.ts';
import { tryLoad } from '../board/board-source.ts';
import { isObject } from '../board/reader.ts';
import { element } from '../dom/element.ts';
import { askField, askForm, type FormAnswer } from '../edit/dialogs/ask-form.ts';
import { makeBoard } from '../edit/dialogs/new-board.ts';
import { withAdded } from '../edit/draft/tile-edits.ts';
import { boardAddress, boardName } from '../edit/file/board-name.ts';
import { boardText } from '../edit/file/board-text.ts';
import { saveBoard } from '../edit/file/save-board.ts';
import type { OfferedTile } from './offered-tiles.ts';

/** The choice of a new board. No board's name is empty. */
const newBoard = '';

/** Asks which tile to add to which board, and adds it. */
export async function askWhereToAdd(topic: string, offers: readonly OfferedTile[]): Promise<void> {
  const boards = await listBoards().then(
    (list) => list.boards,
    () => [],
  );
  const options = boards
    .filter(({ error }) => error === null)
    .map((board) => element('option', { value: board.name }, listedTitle(board)));
  const board = element('select', {}, ...options, element('option', { value: newBoard }, 'A new board…'));
  const tile = element('select', {}, ...offers.map(({ label }, i) => element('option', { value: String(i) }, label)));
  const title = element('input', { type: 'text', maxlength: '200', autocomplete: 'off', placeholder: 'Shop' });
  const titleField = askField('Title of the new board', title);
  const update = () => {
    titleField.hidden = board.value !== newBoard;
    title.required = board.value === newBoard;
  };
  board.addEventListener('change', update);
  update();
  askForm({
    title: `Add ${topic} to a board`,
    content: [askField('Board', board), titleField, askField('Show it as', tile)],
    action: 'Add',
    send: () => add(board.value, title.value.trim(), (offers[Number(tile.value)] as OfferedTile).tile),
  });
}

async function add(board: string, title: string, tile: OfferedTile['tile']): Promise<FormAnswer> {
  const name = board === newBoard ? boardName(title) : board;
  const fault = board === newBoard ? await makeBoard(name, title, [tile]) : await addTo(name, tile);
  if (fault !== undefined) return { fault };
  return { done: ['It is added. ', element('a', { href: boardAddress(name) }, 'Open the board')] };
}

/** Adds a tile at the end of a board's file. Returns the fault if it cannot. */
export async function addTo(name: string, tile: OfferedTile['tile']): Promise<string | undefined> {
  const loaded = await tryLoad(name);
  if ('kind' in loaded) return loaded.errors.join('; ') || 'The board cannot be read now.';
  // The page has an older version, which would overwrite the file.
  if (loaded.fault !== undefined) return `Its file is broken, and must be mended first: ${loaded.fault}`;
  if (!loaded.mayEdit) return 'Your rights do not let you change boards.';
  const file = isObject(loaded.file) ? loaded.file : {};
  const result = await saveBoard(name, boardText(withAdded(file, undefined, tile).file), loaded.tag ?? 'any');
  if (result.kind === 'changed') return 'Someone saved the board just now. Try again.';
  return result.kind === 'refused' ? result.errors.join('; ') : undefined;
}
