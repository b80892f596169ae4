import { type BoardEntry, type BoardList, listBoards, listedTitle } from '../../board/board-list.ts';
import { element } from '../../dom/element.ts';
import { icon } from '../../dom/icon.ts';
import { openLater } from '../../dom/open-later.ts';

/**
 * Links to all boards, a broken one marked and with the reason, and to the page of all topics. Where they have no room, a
 * button lists them all; who may make a board has a button for that.
 */
export class BoardSwitcher {
  private readonly links = element('ul', { class: 'board-links' });
  private readonly all = element('button', { type: 'button', class: 'boards-all', 'aria-haspopup': 'dialog', hidden: '' });
  private readonly make = newBoardButton(
    'boards-new',
    icon('plus'),
    element('span', { class: 'visually-hidden' }, 'New board'),
  );
  readonly element = element(
    'nav',
    { class: 'boards', 'aria-label': 'Boards' },
    this.links,
    this.all,
    exploreLink(),
    this.make,
  );
  private shown = '';
  private boards: readonly BoardEntry[] = [];

  constructor(
    private current: string | undefined,
    /** Called with each list of boards. */
    private readonly onList: (list: BoardList) => void = () => {},
  ) {
    this.make.title = 'New board';
    this.make.hidden = true;
    this.all.addEventListener('click', () =>
      openLater(async () => {
        const { showAllBoards } = await import('./all-boards.ts');
        showAllBoards(this.boards, this.current);
      }),
    );
    new ResizeObserver(() => this.fit()).observe(this.element);
    void this.refresh();
  }

  setCurrent(name: string): void {
    this.current = name;
    this.shown = '';
    void this.refresh();
  }

  /** Reads the list again: a board was made, saved or removed, or may have been. */
  async refresh(): Promise<void> {
    try {
      const list = await listBoards();
      this.onList(list);
      this.make.hidden = !list.mayMake;
      const source = JSON.stringify(list.boards);
      if (source === this.shown) return this.fit();
      this.shown = source;
      this.show(list.boards);
    } catch {
      // Without the list the board itself still works, and the next refresh tries again.
    }
  }

  private show(boards: readonly BoardEntry[]): void {
    this.boards = boards;
    this.links.replaceChildren(
      ...boards.map((board) =>
        element('li', { class: board.error === null ? '' : 'is-broken' }, boardLink(board, this.current)),
      ),
    );
    this.fit();
  }

  /** The button lists the boards that have no room. It takes room itself, so whether it is needed is measured without it. */
  private fit(): void {
    this.all.hidden = true;
    this.all.hidden = this.links.scrollWidth <= this.links.clientWidth;
    this.all.textContent = `All ${this.boards.length}`;
    this.all.title = `All ${this.boards.length} boards`;
    this.showCurrent();
  }

  /** `scrollIntoView` would also scroll a page that shows this one in a frame. */
  private showCurrent(): void {
    const current = this.links.querySelector('[aria-current]')?.getBoundingClientRect();
    if (current === undefined) return;
    const { left, right } = this.links.getBoundingClientRect();
    if (current.left >= left && current.right <= right) return;
    // The first link in sight is a whole one.
    const lefts = Array.from(this.links.children, (link) => link.getBoundingClientRect().left);
    this.links.scrollLeft += Math.min(current.left, ...lefts.filter((one) => one >= current.right - right + left)) - left;
  }
}

/** A link to a board; of a broken one with the reason. */
export function boardLink(board: BoardEntry, current: string | undefined): HTMLElement {
  const { name, title, description, error } = board;
  const link = element('a', {
    href: `/boards/${encodeURIComponent(name)}`,
    title: error ?? description ?? title,
    'aria-current': name === current ? 'page' : undefined,
  });
  link.append(element('span', {}, listedTitle(board)));
  if (error !== null) link.append(icon('warning'), element('span', { class: 'visually-hidden' }, ` (broken: ${error})`));
  return link;
}

/** Asks for a new board. The dialog is loaded on demand. */
function newBoardButton(style: string, ...content: (Node | string)[]): HTMLButtonElement {
  const button = element('button', { type: 'button', class: style }, ...content);
  button.addEventListener('click', () => void askNewBoard());
  return button;
}

/** `name` is the file's, if it is known already. */
export function askNewBoard(name?: string): Promise<void> {
  return openLater(async () => {
    const asker = await import('../../edit/dialogs/new-board.ts');
    asker.askNewBoard(name);
  });
}

/** The link to the page of all topics, after the boards. */
function exploreLink(): HTMLElement {
  const isCurrent = location.pathname === '/explore';
  const link = element(
    'a',
    { href: '/explore', title: 'All topics, live', 'aria-current': isCurrent ? 'page' : undefined },
    'Explore',
  );
  return element('ul', {}, element('li', { class: 'is-explore' }, link));
}
