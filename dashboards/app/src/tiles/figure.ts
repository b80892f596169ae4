import type { Formatted } from '../format/number.ts';
import { element, setText } from '../page/element.ts';

/** The big number of a tile, its unit set smaller, and a remark on its line. */
export class Figure {
  private readonly number = element('span', { class: 'figure-number' });
  private readonly unit = element('span', { class: 'figure-unit' });
  private readonly remark = element('span', { class: 'figure-remark' });
  readonly element = element('p', { class: 'figure' }, this.number, this.unit, this.remark);

  set({ number, unit }: Formatted, remark = ''): void {
    setText(this.number, number);
    setText(this.unit, unit);
    setText(this.remark, remark);
  }

  setRemarkTitle(title: string): void {
    if (this.remark.title !== title) this.remark.title = title;
  }
}
