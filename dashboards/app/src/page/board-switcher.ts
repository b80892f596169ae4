import { type BoardEntry, listBoards } from '../board/board-source.ts';
import { element } from './element.ts';
import { icon } from './icon.ts';

/** Links to all boards, a broken one marked and with the reason, and to the page of all topics. */
export class BoardSwitcher {
  readonly element = element('nav', { class: 'boards', 'aria-label': 'Boards' });
  private shown = '';

  constructor(private current: string | undefined) {
    this.show([]);
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
      const boards = await listBoards();
      const source = JSON.stringify(boards);
      if (source === this.shown) return;
      this.shown = source;
      this.show(boards);
    } catch {
      // Without the list the board itself still works, and the next refresh tries again.
    }
  }

  private show(boards: readonly BoardEntry[]): void {
    this.element.replaceChildren(element('ul', {}, ...boards.map((board) => this.link(board)), exploreLink()));
    this.showCurrent();
  }

  /** By hand: `scrollIntoView` would also scroll the board in which this page may stand as a frame. */
  private showCurrent(): void {
    const current = this.element.querySelector('li:not(.is-explore) [aria-current]')?.getBoundingClientRect();
    const explore = this.element.querySelector('.is-explore')?.getBoundingClientRect();
    if (current === undefined || explore === undefined) return;
    // The link to all topics stays at the end, over the boards for which there is no room.
    const { left } = this.element.getBoundingClientRect();
    const right = explore.left;
    if (current.right > right) this.element.scrollLeft += current.right - right;
    else if (current.left < left) this.element.scrollLeft -= left - current.left;
  }

  private link({ name, title, description, error }: BoardEntry): HTMLElement {
    const link = element('a', {
      href: `/boards/${encodeURIComponent(name)}`,
      title: error ?? description ?? title,
      'aria-current': name === this.current ? 'page' : undefined,
    });
    // Which value its variable has is only known on the board itself.
    link.append(title.replaceAll(/\s*\{[A-Za-z]\w*\}/g, '') || name);
    if (error !== null) link.append(icon('warning'), element('span', { class: 'visually-hidden' }, ` (broken: ${error})`));
    return element('li', { class: error === null ? '' : 'is-broken' }, link);
  }
}

/** After the boards, the page that needs none. */
function exploreLink(): HTMLElement {
  const isCurrent = location.pathname === '/explore';
  const link = element('a', { href: '/explore', title: 'All topics, live', 'aria-current': isCurrent ? 'page' : undefined }, 'Explore');
  return element('li', { class: 'is-explore' }, link);
}
