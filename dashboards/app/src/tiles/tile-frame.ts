import type { DataTable } from '../dom/data-dialog.ts';
import { element, setText } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { openLater } from '../dom/open-later.ts';
import { uniqueId } from '../dom/unique-id.ts';
import { spanText } from '../format/time.ts';
import type { Level } from './level.ts';

/** The frame of a tile: title, level, stale mark, and a text while there is nothing to show. */
export class TileFrame {
  readonly element: HTMLElement;
  readonly body = element('div', { class: 'tile-body' });
  /** A remark beside the title. */
  readonly note = element('span', { class: 'tile-note' });
  private readonly level = element('span', { class: 'level', hidden: '' });
  private readonly stale = element('span', { class: 'stale-mark', hidden: '' });
  private readonly staleText = element('span');
  private readonly empty = element('div', { class: 'tile-empty' });
  private readonly head: HTMLElement;
  private shownLevel: Level | undefined;

  constructor(
    type: string,
    private readonly title: string,
    description?: string,
  ) {
    const id = uniqueId('tile');
    this.stale.append(icon('clock'), this.staleText);
    const heading = element('h2', { id, title: description ?? title }, title);
    this.head = element('header', { class: 'tile-head' }, heading, this.note, this.level, this.stale);
    this.head.classList.toggle('is-untitled', title === '');
    // Not a landmark: a board has too many tiles to jump between.
    this.element = element(
      'article',
      { class: `tile tile-${type}`, ...(title === '' ? {} : { 'aria-labelledby': id }) },
      this.head,
      this.body,
      this.empty,
    );
  }

  /** Adds a button that shows the tile's values as a table, for readers who cannot see the chart. */
  offerData(read: () => DataTable): void {
    const label = `${this.title}: values as a table`;
    const button = element(
      'button',
      { type: 'button', class: 'icon-button data-button', 'aria-label': label, title: 'Values as a table' },
      icon('table'),
    );
    button.addEventListener('click', () => {
      // Read before the dialog is loaded, so that it shows the values of this moment.
      const table = read();
      void openLater(async () => {
        const { showData } = await import('../dom/data-dialog.ts');
        showData(this.title, table);
      });
    });
    this.head.append(button);
  }

  setLevel(level: Level | undefined): void {
    if (level === this.shownLevel) return;
    this.shownLevel = level;
    this.level.hidden = level === undefined;
    if (level === undefined) delete this.element.dataset['level'];
    else {
      this.element.dataset['level'] = level;
      this.level.replaceChildren(icon(level), level);
    }
  }

  /** `silence` is the time without data, in milliseconds. Undefined removes the mark. */
  setStale(silence: number | undefined): void {
    const isStale = silence !== undefined;
    this.element.classList.toggle('is-stale', isStale);
    this.stale.hidden = !isStale;
    if (isStale) setText(this.staleText, `no data for ${spanText(silence)}`);
  }

  get isEmpty(): boolean {
    return this.empty.hasChildNodes();
  }

  /** Shows this instead of the body. Without content it shows the body. */
  setEmpty(...content: (Node | string)[]): void {
    this.element.classList.toggle('is-empty', content.length > 0);
    this.empty.replaceChildren(...content);
  }
}
