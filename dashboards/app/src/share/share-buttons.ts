import { element } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { openLater } from '../dom/open-later.ts';
import type { BoardPage } from '../page/board-page.ts';
import type { Shared } from './share-dialog.ts';

/** Shares the board that is shown. The dialog is loaded on demand. */
export function shareButton(page: () => BoardPage | undefined): HTMLElement {
  const button = element(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': 'Share this board', title: 'Share this board' },
    icon('share'),
  );
  button.addEventListener('click', () => {
    const shown = page();
    if (shown !== undefined) void open({ board: shown.name, title: shown.title });
  });
  return button;
}

/** Puts a button into the tile's head that shares the tile. */
export function offerShare(tile: HTMLElement, title: string, shared: () => Shared | undefined): void {
  const label = title === '' ? 'Share this tile' : `${title}: share`;
  const button = element(
    'button',
    { type: 'button', class: 'icon-button data-button share-button', 'aria-label': label, title: 'Share this tile' },
    icon('share'),
  );
  button.addEventListener('click', () => {
    const what = shared();
    if (what !== undefined) void open(what);
  });
  tile.querySelector('.tile-head')?.append(button);
}

function open(shared: Shared): Promise<void> {
  return openLater(async () => {
    const { showShare } = await import('./share-dialog.ts');
    showShare(shared);
  });
}
