import { button } from '../../dom/button.ts';
import { element } from '../../dom/element.ts';
import { listLine, type OnChange } from './controls.ts';
import { firstPart, labelOf, partOf } from './field-words.ts';

export interface ListParts {
  readonly name: string;
  readonly isTopics: boolean;
  /** The fields of an entry. Without them it is a list of texts. */
  readonly fieldsOf: ((value: unknown, onChange: OnChange) => HTMLElement[]) | undefined;
}

/** A list: a row for each entry, and a row to add one. */
export class ListField {
  readonly element: HTMLElement;
  private now: readonly unknown[];

  constructor(
    private readonly parts: ListParts,
    value: readonly unknown[],
    private readonly onChange: OnChange,
  ) {
    this.now = value;
    this.element = element('div', { class: 'edit-list', 'data-field': parts.name });
    this.show();
  }

  private show(): void {
    this.element.replaceChildren(...this.now.map((one, i) => this.row(one, i)), this.more());
  }

  private tell(now: readonly unknown[]): void {
    this.now = now;
    this.onChange(now.length > 0 ? now : undefined);
  }

  private row(one: unknown, i: number): HTMLElement {
    const { name, fieldsOf, isTopics } = this.parts;
    const set = (value: unknown) => this.tell(this.now.with(i, value));
    const remove = () => this.replace(this.now.toSpliced(i, 1));
    const removal = button(fieldsOf === undefined ? '✕' : 'Remove', remove, `Remove ${partOf(name)} ${i + 1}`);
    const title = `${labelOf(partOf(name))} ${i + 1}`;
    if (fieldsOf !== undefined) {
      return element('fieldset', { class: 'edit-part' }, element('legend', {}, title), ...fieldsOf(one, set), removal);
    }
    const line = listLine(title, isTopics, one, (text) => (text === '' ? undefined : set(text)));
    return element('div', { class: 'edit-row' }, line, removal);
  }

  private more(): HTMLElement {
    const { name, fieldsOf, isTopics } = this.parts;
    const text = `Add ${partOf(name)}`;
    if (fieldsOf === undefined)
      return listLine(text, isTopics, '', (one) => (one === '' ? undefined : this.replace([...this.now, one])));
    return button(text, () => this.replace([...this.now, firstPart(name)]));
  }

  private replace(now: readonly unknown[]): void {
    this.tell(now);
    this.show();
    (this.element.lastElementChild as HTMLElement).focus();
  }
}
