import '../../dom/data-dialog.css';
import './all-boards.css';
import { type BoardEntry, listedTitle } from '../../board/board-list.ts';
import { element } from '../../dom/element.ts';
import { icon } from '../../dom/icon.ts';
import { uniqueId } from '../../dom/unique-id.ts';
import { boardLink } from './board-switcher.ts';

/** A dialog with all boards, and a filter by title, name and description. */
export function showAllBoards(boards: readonly BoardEntry[], current: string | undefined): void {
  if (document.querySelector('dialog[open]') !== null) return;
  const heading = element('h2', { id: uniqueId('boards') }, 'All boards');
  const close = element('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close' }, icon('close'));
  const filter = element('input', {
    type: 'search',
    placeholder: 'Filter boards',
    'aria-label': 'Filter boards',
    spellcheck: 'false',
  });
  const none = element('p', { class: 'hint', role: 'status' });
  const rows = boards.map((board) => {
    const row = element(
      'li',
      {},
      boardLink(board, current),
      board.description === null ? undefined : element('p', {}, board.description),
    );
    return { row, text: `${listedTitle(board)} ${board.name} ${board.description ?? ''}`.toLowerCase() };
  });
  filter.addEventListener('input', () => {
    const asked = filter.value.trim().toLowerCase();
    for (const { row, text } of rows) row.hidden = !text.includes(asked);
    none.textContent = rows.every(({ row }) => row.hidden) ? 'No board matches the filter.' : '';
  });
  const list = element('ul', { class: 'all-boards' }, ...rows.map(({ row }) => row));
  const dialog = element(
    'dialog',
    { class: 'data-dialog boards-dialog', 'aria-labelledby': heading.id },
    element('header', {}, heading, close),
    filter,
    list,
    none,
  );
  close.addEventListener('click', () => dialog.close());
  // A click on the backdrop is one on the dialog itself.
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  filter.focus();
}
