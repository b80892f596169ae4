import './status-cell.css';
import { element, setText } from '../dom/element.ts';
import { type IconName, icon } from '../dom/icon.ts';
import { visible } from '../format/visible.ts';
import type { CellLevel } from './cell-levels.ts';

const icons: Readonly<Record<CellLevel, IconName>> = {
  good: 'ok',
  warning: 'warning',
  critical: 'critical',
  neutral: 'dot',
  stale: 'clock',
};

/**
 * A cell with a name, a value and a state. The state has a symbol as well as a colour, since not everyone tells colours
 * apart.
 */
export class StatusCell {
  private readonly sign = element('span', { class: 'status-sign' });
  private readonly name = element('span', { class: 'status-name' });
  private readonly value = element('span', { class: 'status-value' });
  readonly element = element('li', {}, this.sign, this.name, this.value);
  private shown: CellLevel | undefined;

  constructor(private readonly topic: string) {}

  /** `isNamed` when the value is the name of a state rather than a figure. */
  set(name: string, value: string, level: CellLevel, isNamed: boolean): void {
    setText(this.name, visible(name));
    setText(this.value, value);
    this.element.classList.toggle('is-named', isNamed);
    const title = `${this.topic}: ${value}`;
    if (this.element.title !== title) this.element.title = title;
    if (level === this.shown) return;
    this.shown = level;
    this.element.dataset['state'] = level;
    this.sign.replaceChildren(icon(icons[level]), element('span', { class: 'visually-hidden' }, `${level}: `));
  }
}
