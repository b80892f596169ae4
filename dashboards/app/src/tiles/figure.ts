import { element, setText } from '../dom/element.ts';
import type { Formatted } from '../format/number.ts';

/** The big number of a tile, its unit set smaller, and a remark on its line. */
export class Figure {
  private readonly number = element('span', { class: 'figure-number' });
  private readonly unit = element('span', { class: 'figure-unit' });
  private readonly remarkText = element('span');
  /** Left out where there is no room for it. */
  private readonly remarkDetail = element('span', { class: 'figure-detail' });
  private readonly remark = element('span', { class: 'figure-remark' }, this.remarkText, this.remarkDetail);
  readonly element = element('p', { class: 'figure' }, this.number, this.unit, this.remark);

  set({ number, unit }: Formatted, remark?: { readonly text: string; readonly detail?: string }): void {
    setText(this.number, number);
    setText(this.unit, unit);
    setText(this.remarkText, remark?.text ?? '');
    setText(this.remarkDetail, remark?.detail ?? '');
  }

  setRemarkTitle(title: string): void {
    if (this.remark.title !== title) this.remark.title = title;
  }
}
