import type { ConnectionStatus } from '@livefeed/client/engine';
import type { PlaylistOptions } from '../address/page-options.ts';
import { tryLoad } from '../board/board-source.ts';
import { element, setText } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { isForPage } from '../dom/keys.ts';
import { BoardPage } from '../page/board-page.ts';
import type { BoardPageParts } from '../page/board-page-parts.ts';

export interface PlaylistParts {
  readonly asked: PlaylistOptions;
  /** The board that is shown already. */
  readonly first: BoardPage;
  readonly parts: BoardPageParts;
  /** Where boards stand; those that are not shown are hidden in it. */
  readonly place: HTMLElement;
  /** Called when another board is shown. */
  onTurn(page: BoardPage): void;
}

/**
 * Boards that take turns on one page. The next one is made, and its history read, while the one before is shown; what was
 * made goes on by the page's one stream, so that every board is current when its turn comes. One that is broken or gone is
 * passed over.
 */
export class Playlist {
  private readonly pages = new Map<string, BoardPage>();
  private readonly text = element('span');
  private readonly pauseButton = element('button', { type: 'button', class: 'icon-button' });
  private readonly nextButton = element(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': 'Next board', title: 'Next board (n)' },
    icon('next'),
  );
  readonly element = element(
    'div',
    { class: 'playlist', role: 'group', 'aria-label': 'Playlist' },
    this.text,
    this.pauseButton,
    this.nextButton,
  );
  private current: BoardPage;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isPaused = false;
  /** Whether a turn is under way. A second one is ignored. */
  private isTurning = false;

  constructor(private readonly list: PlaylistParts) {
    this.current = list.first;
    this.pages.set(list.first.name, list.first);
    this.pauseButton.addEventListener('click', () => this.pause());
    this.nextButton.addEventListener('click', () => void this.turn());
    addEventListener('keydown', (event) => {
      if (!isForPage(event)) return;
      if (event.key === 'p') this.pause();
      else if (event.key === 'n') void this.turn();
    });
    this.show();
    this.wait();
    void this.prepare(this.after(this.current.name));
  }

  setStatus(status: ConnectionStatus): void {
    for (const page of this.pages.values()) if (page !== this.list.first) page.setStatus(status);
  }

  private pause(): void {
    this.isPaused = !this.isPaused;
    this.show();
    this.wait();
  }

  private wait(): void {
    clearTimeout(this.timer);
    if (!this.isPaused) this.timer = setTimeout(() => void this.turnUnlessRead(), this.list.asked.every);
  }

  /** Does not turn while a dialog is open, while the board is edited, or while the reader has paused it. */
  private turnUnlessRead(): Promise<void> | void {
    const isUsed = document.querySelector('dialog[open]') !== null || this.current.edit.isOpen;
    if (isUsed || !this.list.parts.time.isLive) return this.wait();
    return this.turn();
  }

  private async turn(): Promise<void> {
    if (this.isTurning) return;
    this.isTurning = true;
    const next = await this.prepare(this.after(this.current.name));
    this.isTurning = false;
    if (next !== undefined && next !== this.current) {
      this.current.setInSight(false);
      next.setInSight(true);
      next.element.classList.add('is-turned');
      this.current = next;
      // It was laid out while hidden.
      dispatchEvent(new Event('resize'));
      scrollTo(0, 0);
      this.list.onTurn(next);
    }
    this.show();
    this.wait();
    void this.prepare(this.after(this.current.name));
  }

  /** The names that come after this one, once around. */
  private after(name: string): readonly string[] {
    const { boards } = this.list.asked;
    const at = boards.indexOf(name);
    return [...boards.slice(at + 1), ...boards.slice(0, Math.max(0, at))];
  }

  /** The first of these boards that can be shown. It is made if it is new. */
  private async prepare(names: readonly string[]): Promise<BoardPage | undefined> {
    for (const name of names) {
      const result = await tryLoad(name);
      if ('board' in result && result.fault === undefined)
        return this.pages.get(name) ?? this.make(name, new BoardPage(result, this.list.parts));
      if ('kind' in result && result.kind === 'missing') this.forget(name);
      // The service is away. The shown board says so, and the next turn tries again.
      if ('kind' in result && result.kind === 'unreachable') return undefined;
    }
    return undefined;
  }

  /** A board that was removed is no longer followed. The one that is shown stays until its turn is over. */
  private forget(name: string): void {
    const page = this.pages.get(name);
    if (page === undefined || page === this.current || page === this.list.first) return;
    page.close();
    this.pages.delete(name);
  }

  private make(name: string, page: BoardPage): BoardPage {
    this.pages.set(name, page);
    page.setInSight(false);
    this.list.place.append(page.element);
    void page.open();
    return page;
  }

  private show(): void {
    const { boards } = this.list.asked;
    const at = boards.indexOf(this.current.name);
    setText(this.text, at < 0 ? `${boards.length} boards` : `${at + 1} of ${boards.length}`);
    const label = this.isPaused ? 'Go on with the playlist' : 'Pause the playlist';
    this.pauseButton.setAttribute('aria-label', label);
    this.pauseButton.title = `${label} (p)`;
    this.pauseButton.replaceChildren(icon(this.isPaused ? 'play' : 'pause'));
  }
}
