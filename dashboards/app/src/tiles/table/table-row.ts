import { element, setText } from '../../dom/element.ts';
import { icon } from '../../dom/icon.ts';
import { spanText } from '../../format/time.ts';
import { visible } from '../../format/visible.ts';
import type { Level } from '../level.ts';

/** A row of a table: its name, its values, when it last came, and a mark when that is too long ago. */
export class TableRow {
  private readonly name = element('span');
  private readonly sign = element('span', { class: 'row-mark', hidden: '' });
  private readonly values: readonly HTMLElement[];
  private readonly time = element('td', { class: 'row-time' });
  readonly element: HTMLElement;
  private shownMark = '';

  constructor(columns: number) {
    this.values = Array.from({ length: columns }, () => element('td', { class: 'is-value' }));
    this.element = element('tr', {}, element('th', { scope: 'row' }, this.sign, this.name), ...this.values, this.time);
  }

  /** The name, the values, the time; pointed at, the name says its topic. */
  set(texts: readonly string[], topic: string): void {
    setText(this.name, visible(texts[0] ?? ''));
    if (this.name.title !== topic) this.name.title = topic;
    this.values.forEach((cell, i) => setText(cell, texts[i + 1] ?? ''));
    setText(this.time, texts.at(-1) ?? '');
  }

  /** Texts stand left, numbers right, a whole column alike. */
  align(isText: readonly boolean[]): void {
    this.values.forEach((cell, i) => cell.classList.toggle('is-text', isText[i] === true));
  }

  mark(silence: number | undefined, level: Level | undefined): void {
    const mark = silence !== undefined ? 'stale' : (level ?? '');
    if (silence !== undefined) this.sign.title = `no data for ${spanText(silence)}`;
    if (mark === this.shownMark) return;
    this.shownMark = mark;
    this.element.classList.toggle('is-stale-row', mark === 'stale');
    if (level === undefined || mark === 'stale') delete this.element.dataset['level'];
    else this.element.dataset['level'] = level;
    this.sign.hidden = mark === '';
    if (mark === '') return;
    this.sign.title = mark === 'stale' ? this.sign.title : mark;
    this.sign.replaceChildren(
      icon(mark === 'stale' ? 'clock' : (mark as Level)),
      element('span', { class: 'visually-hidden' }, `${mark}: `),
    );
  }
}
